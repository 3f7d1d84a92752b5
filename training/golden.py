"""Writes what PyTorch makes of some invented texts with the weights as they are shipped, for the program's own test.

usage: python training/golden.py FILE.pt --encoder FOLDER > crates/reader/tests/golden.json
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import torch
from torch.nn import functional as F

from lessons import KINDS, SLOTS, Lesson
from model import Reader
from pieces import Pieces
from train import Events, sentences_of, slot_scores
from weights import LEVEL_MAX, is_whole
from windows import windows

# Invented; words in brackets have a sort: O an organisation, P a person, L a place, D a date.
TEXTS = (
    "[O:Harrun_Front] fighters killed two soldiers near [L:Belkhara] on [D:Friday] , the [O:Orman_Council] said .",
    "[P:Commander_Idris] pledged allegiance to the [O:Sable_Army] in [D:March_2014] . He later denied it .\n"
    "The [O:Sable_Army] did not attack [L:Tel_Marun] , he claimed , and warned that it would besiege the town .",
)
SORTS = {"O": 1, "P": 2, "L": 3, "D": 5}


def lesson(marked: str) -> Lesson:
    text, words, parties, dates = "", [], [], []
    for token in re.findall(r"\[\w:[^\]]+\]|\n|\S+", marked):
        sort, word = 0, token
        if token.startswith("["):
            sort, word = SORTS[token[1]], token[3:-1].replace("_", " ")
        if text and not text.endswith("\n") and word != "\n":
            text += " "
        if sort == 5:
            dates.append(len(words))
        elif sort or word in ("soldiers", "town", "He", "he", "it"):
            parties.append(len(words))
        words.append((len(text), len(text) + len(word), sort))
        text += word
    ends = [index + 1 for index, (start, end, _) in enumerate(words) if text[start:end] == "."]
    sentences = list(zip([0, *ends], [*ends[:-1], len(words)]))
    return Lesson("invented", text, None, words, sentences, parties, dates, {})


def events(model: Reader, one: Lesson, pieces: Pieces) -> list[dict]:
    found = []
    sentence_of = sentences_of(one)
    for w in windows(one, pieces):
        vectors = model.words(
            torch.tensor([w.pieces]), torch.tensor([w.sides]), torch.tensor([w.sorts]), torch.tensor([w.word_of]), w.count
        )[0]
        for word in range(w.own[0], w.own[1]):
            row = word - w.first
            odds = model.kinds(vectors[row])
            kind = int(odds.argmax())
            event = Events(vectors, [row], [kind])
            slots = []
            for slot, name in enumerate(SLOTS):
                heads, scores = slot_scores(model, one, sentence_of, w, event, slot, name)
                likely = F.log_softmax(scores[0], 0).tolist()
                slots.append({"words": list(zip(heads, likely[:-1])), "nobody": likely[-1]})
            stances = F.log_softmax(model.stances(event.triggers, event.kinds)[0], 0).tolist()
            found.append({"word": word, "kind": kind, "odds": float(odds[kind]), "stances": stances, "slots": slots})
    return found


def shipped(trained: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The weights as the shipped file has them."""
    out = {}
    for name, tensor in trained.items():
        if is_whole(name, tensor):
            units = tensor.abs().amax(1, keepdim=True).clamp(min=1e-12) / LEVEL_MAX
            tensor = torch.round(tensor / units) * units
        out[name] = tensor
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trained", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    options = parser.parse_args()
    pieces = Pieces(options.encoder / "vocab.txt")
    model = Reader(len(pieces.names))
    model.load_state_dict(shipped(torch.load(options.trained)))
    model.eval()
    texts = []
    with torch.no_grad():
        for marked in TEXTS:
            one = lesson(marked)
            texts.append(
                {
                    "text": one.text,
                    "words": one.words,
                    "sentences": one.sentences,
                    "parties": one.parties,
                    "dates": one.dates,
                    "events": events(model, one, pieces),
                }
            )
    print(json.dumps(texts, separators=(",", ":")))


if __name__ == "__main__":
    main()
