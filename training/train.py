"""Trains the reader, and prints how well it reads texts that it was not trained on.

usage: python training/train.py --lessons FILE --scorer score.py --encoder FOLDER --out FILE.pt
       [--fold I/N] [--epochs N] [--share PERCENT] [--texts PATTERN] [--without PART] [--seed N] GOLD ...

--lessons is what `retrospect extract --lessons` printed of the texts; GOLD are folders of gold claims. --fold I/N leaves
out the texts of fold I (from 0) of N and is scored on them; without it all texts are trained on. --texts takes only texts
of such names to learn from, as in `digest-*`, or of no such names, as in `!digest-*`. --without leaves a part out, to see what it is worth: a head
(`stance`, `actor`, `target`, `place`, `time`), `swaps` (other names for names, and sorts unsaid) or `sorts` (what the lists
of names and the parser say a word is).
"""

from __future__ import annotations

import argparse
import fnmatch
import random
import time
import zlib
from collections import defaultdict
from pathlib import Path

import torch
from torch.nn import functional as F

from lessons import KINDS, SLOTS, Lesson, lessons
from model import Reader
from pieces import Pieces
from windows import Window, names_by_sort, swapped, windows

ARC_SHARE, STANCE_SHARE = 0.6, 0.3
OPTIONAL_SHARE = 0.3
PARTS = ("stance", *SLOTS, "swaps", "sorts")
RATE_ENCODER, RATE_HEADS = 1.5e-4, 1e-3


def fold_of(name: str, count: int) -> int:
    """The fold of a text: of its name alone, so that it never moves."""
    return zlib.crc32(name.encode()) % count


def distance(lesson: Lesson, sentence_of: list[int], trigger: int, filler: int) -> int:
    """0 to 9 for words of the trigger's sentence, by side and how far; 10 to 12 for sentences before, 13 to 15 after."""
    apart = sentence_of[filler] - sentence_of[trigger]
    if apart < 0:
        return 9 + min(-apart, 3)
    if apart > 0:
        return 12 + min(apart, 3)
    steps = abs(filler - trigger)
    near = 0 if steps <= 2 else 1 if steps <= 5 else 2 if steps <= 10 else 3 if steps <= 20 else 4
    return near + (5 if filler > trigger else 0)


def sentences_of(lesson: Lesson) -> list[int]:
    numbers = [0] * len(lesson.words)
    for number, (start, end) in enumerate(lesson.sentences):
        numbers[start:end] = [number] * (end - start)
    return numbers


def padded(batch: list[Window]) -> tuple:
    length, count = max(len(w.pieces) for w in batch), max(w.count for w in batch)
    row = lambda values, fill: values + [fill] * (length - len(values))
    of = lambda w: [count if word == w.count else word for word in w.word_of]
    table = lambda rows: torch.tensor(rows)
    return (
        table([row(w.pieces, 0) for w in batch]),
        table([row(w.sides, 0) for w in batch]),
        table([row(w.sorts, 0) for w in batch]),
        table([row(of(w), count) for w in batch]),
        count,
    )


def window_loss(model: Reader, lesson: Lesson, sentence_of: list[int], w: Window, vectors: torch.Tensor, without) -> torch.Tensor:
    logits = model.kinds(vectors[: w.count])
    wanted, worth = torch.zeros_like(logits), torch.ones_like(logits)
    worth[: w.own[0] - w.first] = 0
    chances = torch.sigmoid(logits.detach())
    told = []
    for answer in lesson.answers:
        triggers = [(word - w.first, prior) for word, prior in answer.triggers if w.own[0] <= word < w.own[1]]
        if not triggers:
            continue
        places = torch.tensor([word for word, _ in triggers])
        power = torch.tensor([prior for _, prior in triggers]) * (chances[places, answer.kind] + 1e-3)
        power = power**1.5
        share = power / power.sum()
        told.append((answer, int(places[share.argmax()])))
        if answer.weight:
            wanted[places, answer.kind] = torch.maximum(wanted[places, answer.kind], share)
            worth[places, answer.kind] = 1.0
        else:
            free = wanted[places, answer.kind] == 0
            wanted[places[free], answer.kind] = share[free]
            worth[places[free], answer.kind] = OPTIONAL_SHARE
    loss = (F.binary_cross_entropy_with_logits(logits, wanted, reduction="none") * worth).sum()
    if not told:
        return loss
    events = Events(vectors, [trigger for _, trigger in told], [answer.kind for answer, _ in told])
    importance = torch.tensor([1.0 if answer.weight else OPTIONAL_SHARE for answer, _ in told])
    targets = torch.tensor([answer.stance for answer, _ in told])
    stances = F.cross_entropy(model.stances(events.triggers, events.kinds), targets, reduction="none")
    if "stance" not in without:
        loss = loss + STANCE_SHARE * (importance * stances).sum()
    for slot, name in enumerate(SLOTS):
        if name in without:
            continue
        wished = [answer.slots[name] for answer, _ in told]
        loss = loss + ARC_SHARE * slot_loss(model, lesson, sentence_of, w, events, importance, slot, name, wished)
    return loss


class Events:
    """Triggers of a window with the kinds of what they tell of."""

    def __init__(self, vectors: torch.Tensor, places: list[int], kinds: list[int]):
        self.vectors, self.places, self.kinds = vectors, places, torch.tensor(kinds)
        self.triggers = vectors[torch.tensor(places)]


def options(lesson: Lesson, w: Window, name: str) -> list[int]:
    heads = lesson.dates if name == "time" else lesson.parties
    return [word for word in heads if w.first <= word < w.own[1]]


def slot_scores(model, lesson, sentence_of, w, events: Events, slot: int, name: str):
    """The words that may fill a slot, and for each event the log-odds of each of them and of nobody."""
    heads = options(lesson, w, name)
    far = [[distance(lesson, sentence_of, place + w.first, head) for head in heads] for place in events.places]
    far = torch.tensor(far, dtype=torch.long).view(len(events.places), len(heads))
    places = torch.tensor([head - w.first for head in heads], dtype=torch.long)
    return heads, model.arcs(events.triggers, events.kinds, events.vectors[places], far, slot)


def slot_loss(model, lesson, sentence_of, w, events: Events, importance, slot: int, name: str, wished: list) -> torch.Tensor:
    """The sum over events of how unlikely their fillers are; an event with several fillers counts once."""
    heads, scores = slot_scores(model, lesson, sentence_of, w, events, slot, name)
    rows, masks, shares = [], [], []
    for row, sets in enumerate(wished):
        if sets is None:
            continue
        right = [[head in words for head in heads] + [False] for words in sets] if sets else [[False] * len(heads) + [True]]
        right = [mask for mask in right if any(mask)]
        rows += [row] * len(right)
        masks += right
        shares += [1 / max(1, len(right))] * len(right)
    if not rows:
        return scores.new_zeros(())
    likely = F.log_softmax(scores, 1)[rows].masked_fill(~torch.tensor(masks), -1e9)
    return -(torch.logsumexp(likely, 1) * torch.tensor(shares) * importance[rows]).sum()


def evaluate(model: Reader, held: list[Lesson], pieces: Pieces) -> dict[str, float]:
    """Of texts not trained on: the best event F1 over thresholds (a word and kind in a sentence of such a claim), and how
    often slots are right where the event is given."""
    model.eval()
    right, asked = defaultdict(float), defaultdict(float)
    found = []
    wanted = 0
    with torch.no_grad():
        for lesson in held:
            sentence_of = sentences_of(lesson)
            kinds_of = defaultdict(list)
            for answer in lesson.answers:
                kinds_of[sentence_of[answer.triggers[0][0]], answer.kind].append(answer.weight)
            wanted += sum(weight for weights in kinds_of.values() for weight in weights)
            best: dict = {}
            for w in windows(lesson, pieces):
                vectors = model.words(*padded([w]))[0]
                chances = torch.sigmoid(model.kinds(vectors))
                for word in range(w.own[0] - w.first, w.count):
                    for kind in (chances[word] > 0.05).nonzero()[:, 0].tolist():
                        best.setdefault((sentence_of[word + w.first], kind), []).append(float(chances[word, kind]))
                score_slots(model, lesson, sentence_of, w, vectors, chances, right, asked)
            for key, values in best.items():
                weights = sorted(kinds_of.get(key, []), reverse=True)
                for index, value in enumerate(sorted(values, reverse=True)):
                    found.append((value, weights[index] if index < len(weights) else (None if 0 in weights else -1)))
    figures = {name: right[name] / asked[name] for name in asked}
    f1 = lambda t: (
        2 * sum(v >= t and g == 1 for v, g in found)
        / max(1, sum(v >= t and g in (1, -1) for v, g in found) + wanted)
    )
    figures["event"], figures["threshold"] = max((f1(t / 50), t / 50) for t in range(1, 50))
    return figures


def score_slots(model, lesson, sentence_of, w, vectors, chances, right, asked) -> None:
    for answer in lesson.answers:
        triggers = [word - w.first for word, _ in answer.triggers if w.own[0] <= word < w.own[1]]
        if not triggers or not answer.weight:
            continue
        trigger = max(triggers, key=lambda word: float(chances[word, answer.kind]))
        event = Events(vectors, [trigger], [answer.kind])
        asked["stance"] += 1
        right["stance"] += int(model.stances(event.triggers, event.kinds)[0].argmax()) == answer.stance
        both = []
        for slot, name in enumerate(SLOTS):
            sets = answer.slots[name]
            heads, scores = slot_scores(model, lesson, sentence_of, w, event, slot, name)
            best = int(scores[0].argmax())
            ok = sets is not None and (best == len(heads) if not sets else best < len(heads) and any(heads[best] in s for s in sets))
            if name in ("actor", "target"):
                both.append(ok)
            asked[name] += 1
            right[name] += ok
        asked["both"] += 1
        right["both"] += all(both)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lessons", type=Path, required=True)
    parser.add_argument("--scorer", required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fold", default="")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--share", type=int, default=100)
    parser.add_argument("--texts", default="*")
    parser.add_argument("--without", action="append", default=[], choices=PARTS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--every", type=int, default=3)
    parser.add_argument("--batch", type=int, default=6)
    parser.add_argument("gold", type=Path, nargs="+")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    chance = random.Random(options.seed)
    pieces = Pieces(options.encoder / "vocab.txt")
    taught = lessons(options.scorer, options.lessons, options.gold)
    held: list[Lesson] = []
    if options.fold:
        fold, count = map(int, options.fold.split("/"))
        held = [one for one in taught if fold_of(one.name, count) == fold]
        taught = [one for one in taught if fold_of(one.name, count) != fold]
    pattern = options.texts.removeprefix("!")
    taught = [one for one in taught if fnmatch.fnmatch(one.name, pattern) != options.texts.startswith("!")]
    chance.shuffle(taught)
    taught = taught[: max(1, len(taught) * options.share // 100)]
    print(f"{len(taught)} texts to learn from, {len(held)} held out", flush=True)
    model = Reader(len(pieces.names))
    model.load_encoder(options.encoder / "model.safetensors")
    # Its numbers are 0 at first.
    model.sorts.weight.requires_grad_("sorts" not in options.without)
    train(model, taught, held, pieces, options, chance)


def train(model: Reader, taught, held, pieces, options, chance) -> None:
    pool = names_by_sort(taught)
    model.pieces.weight.requires_grad_(False)
    model.positions.weight.requires_grad_(False)
    encoder = [p for name, p in model.named_parameters() if p.requires_grad and name.startswith(("layers", "first", "sides"))]
    known = {id(p) for p in encoder}
    heads = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": RATE_ENCODER}, {"params": heads, "lr": RATE_HEADS}], weight_decay=0.01
    )
    sentence_of = {one.name: sentences_of(one) for one in taught}
    per_epoch = sum(len(windows(one, pieces)) for one in taught) // options.batch + 1
    steps = per_epoch * options.epochs
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)
    )
    for epoch in range(options.epochs):
        started, total, model_time = time.time(), 0.0, time.process_time()
        model.train()
        other = lambda one: {} if "swaps" in options.without else swapped(one, pieces, pool, chance)
        batch_of = [(one, w) for one in taught for w in windows(one, pieces, other(one))]
        chance.shuffle(batch_of)
        # Windows of like length side by side, so that little is padding.
        runs = [batch_of[i : i + 8 * options.batch] for i in range(0, len(batch_of), 8 * options.batch)]
        ordered = [pair for run in runs for pair in sorted(run, key=lambda pair: len(pair[1].pieces))]
        batches = [ordered[i : i + options.batch] for i in range(0, len(ordered), options.batch)]
        chance.shuffle(batches)
        for batch in batches:
            with torch.autocast("cpu", torch.bfloat16):
                vectors = model.words(*padded([w for _, w in batch]))
            vectors = vectors.float()
            losses = [window_loss(model, one, sentence_of[one.name], w, vectors[i], options.without) for i, (one, w) in enumerate(batch)]
            loss = torch.stack(losses).sum() / (10 * options.batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(encoder + heads, 1.0)
            optimizer.step()
            scheduler.step()
            total += float(loss)
        print(f"epoch {epoch + 1}: loss {total / len(batches):.3f}, {time.time() - started:.0f} s, {time.process_time() - model_time:.0f} s of CPU", flush=True)
        if held and ((epoch + 1) % options.every == 0 or epoch + 1 == options.epochs):
            figures = evaluate(model, held, pieces)
            print("  " + ", ".join(f"{name} {value:.3f}" for name, value in sorted(figures.items())), flush=True)
        torch.save(model.state_dict(), options.out)


if __name__ == "__main__":
    main()
