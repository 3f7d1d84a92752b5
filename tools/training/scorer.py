"""Trains what fills roles and what judges candidates, and prints how well they do on documents not trained on.

usage: tools/train-scorer [--readers FOLDER ...] SCORER GOLD TEXTS [GOLD TEXTS ...]

SCORER is the Python file that compares predicted with gold claims (claimbench's score.py: its `Doc`, `span` and `roles`
decide what is right). GOLD is a folder of gold claims (NAME.jsonl, NAME.aliases.json), TEXTS one of their texts
(NAME.txt). A filler is right when the gold claim of its kind in its sentence has these names; a candidate is right when a
gold claim of weight 1 has its kind, sentence and parties; one that only an optional claim explains is left out.
The judge learns from fillers that a chooser chose which had not seen their documents. Figures are of cross-validation over
documents; the threshold is the one of best claim F1. With several folders of readers, what is fitted to the readings of each
is averaged: fits to so few texts differ, and their mean does better on new ones than any of them. The program is target/release/retrospect, or RETROSPECT_BIN.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fit import Model, choices, logistic
from gold import ROOT, SLOTS, Bench, Candidate

CHOICES = ROOT / "schema" / "armed-groups.choices.tsv"
SCORER = ROOT / "schema" / "armed-groups.scorer.tsv"
# Those for candidates that a learned reader has read as well.
READ_CHOICES = ROOT / "schema" / "armed-groups.read.choices.tsv"
READ_SCORER = ROOT / "schema" / "armed-groups.read.scorer.tsv"
FOLDS = 5
CHOICE_PENALTY = 5.0
# With a learned reader in view there is more to be led astray by.
READ_CHOICE_PENALTY = 30.0
JUDGE_PENALTY = 5.0
DOCUMENTS_MIN = 3
# Weights nearer to zero than this change nothing and are left out.
WEIGHT_MIN = 0.05


@dataclass
class Filled:
    """A candidate with the fillers that were chosen, and what the judge sees of it."""

    candidate: Candidate
    features: list[str]
    right: bool | None
    is_event: bool


def groups(candidates: list[Candidate], role: str) -> list[tuple[str, list[list[str]], list[bool]]]:
    found = []
    for candidate in candidates:
        options = candidate.options[role]
        if candidate.meant and any(option.right for option in options):
            found.append((candidate.document, [o.features for o in options], [o.right for o in options]))
    return found


def chooser(bench: Bench, left_out: set[str], roles: Sequence[str] = SLOTS) -> dict[str, Model]:
    """What fills roles, learned from the candidates of all documents but some."""
    penalty = READ_CHOICE_PENALTY if bench.readers else CHOICE_PENALTY
    candidates = [c for c in bench.candidates if c.document not in left_out]
    return {role: choices(groups(candidates, role), DOCUMENTS_MIN, penalty) for role in roles}


def chances(model: Model, candidate: Candidate, role: str) -> list[float]:
    scores = model.scores([option.features for option in candidate.options[role]])
    power = np.exp(scores - scores.max())
    return list(power / power.sum())


def filled(bench: Bench, models: dict[str, Model], candidate: Candidate) -> Filled:
    """The likeliest pair that shares no name, as `Roles::fill` chooses it."""
    actors, targets = candidate.options["actor"], candidate.options["target"]
    one, two = chances(models["actor"], candidate, "actor"), chances(models["target"], candidate, "target")
    best, most = (0, 0), 0.0
    for i, actor in enumerate(actors):
        for j, target in enumerate(targets):
            chance = one[i] * two[j]
            if chance > most and not set(actor.names) & set(target.names):
                best, most = (i, j), chance
    i, j = best
    right, is_event = bench.verdict(candidate, actors[i].names, targets[j].names)
    own = sureness(candidate.claim["kind"], actors[i].origin, one[i], targets[j].origin, two[j])
    static = [feature for feature in candidate.features if " sure=" not in feature]
    static = [feature for feature in static if not feature.startswith(("actor sure=", "target sure=", "both sure="))]
    return Filled(candidate, static + own + ["bias"], right, is_event)


def sureness(kind: str, actor: str, one: float, target: str, two: float) -> list[str]:
    tenths = lambda chance: min(math.floor(chance * 10), 9)
    first, second, both = tenths(one), tenths(two), tenths(one * two)
    return [
        f"actor sure={first}",
        f"target sure={second}",
        f"both sure={both}",
        f"kind={kind} both sure={both}",
        f"actor from={actor} sure={first}",
        f"target from={target} sure={second}",
    ]


def judge(rows: list[Filled]) -> Model:
    kept = [(row.candidate.document, row.features, row.right) for row in rows if row.right is not None]
    return logistic(kept, DOCUMENTS_MIN, JUDGE_PENALTY)


def folds(candidates: list[Candidate]) -> dict[str, int]:
    names = sorted({candidate.document for candidate in candidates})
    random.Random(1).shuffle(names)
    return {name: index % FOLDS for index, name in enumerate(names)}


def unseen_fillers(bench: Bench, fold: dict[str, int]) -> list[Filled]:
    rows = []
    for held_out in range(FOLDS):
        models = chooser(bench, {name for name, own in fold.items() if own == held_out})
        rows += [filled(bench, models, c) for c in bench.candidates if fold[c.document] == held_out]
    return rows


def cross_validated(rows: list[Filled], fold: dict[str, int], wanted: int) -> tuple[float, float, float]:
    """The threshold of best claim F1, and claim and event F1 at it. Two candidates for one event count twice, so the
    event F1 is an estimate from above."""
    scored: list[tuple[float, Filled]] = []
    for held_out in range(FOLDS):
        model = judge([row for row in rows if fold[row.candidate.document] != held_out])
        own = [row for row in rows if fold[row.candidate.document] == held_out]
        scored += zip(1 / (1 + np.exp(-model.scores([row.features for row in own]))), own)

    def f1(threshold: float, right: list[bool | None]) -> float:
        passed = [is_right for (chance, _), is_right in zip(scored, right) if chance >= threshold]
        return 2 * passed.count(True) / (passed.count(True) + passed.count(False) + wanted)

    claims = [row.right for _, row in scored]
    events = [True if row.is_event else row.right for _, row in scored]
    best = max((step / 100 for step in range(100)), key=lambda step: f1(step, claims))
    for threshold in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, best):
        print(f"threshold {threshold:.2f}: claim F1 {f1(threshold, claims):.4f}, event F1 {f1(threshold, events):.4f}")
    return best, f1(best, claims), f1(best, events)


def role_accuracy(bench: Bench, rows: list[Filled]) -> None:
    """How often both roles are right where the kind is told there, by the frames and by the chooser."""
    told = [row for row in rows if row.is_event]
    framed = [bench.verdict(row.candidate, row.candidate.claim["actor"], row.candidate.claim["target"])[0] for row in told]
    chosen = [row.right for row in told]
    print(f"both roles right of {len(told)}: frames {framed.count(True)}, chooser {chosen.count(True)}")


def slot_accuracy(bench: Bench, fold: dict[str, int]) -> None:
    """How often place and source of claims that must be found are right, by the rules and by the chooser."""
    for slot in ("place", "source"):
        ruled, chosen, wanted = 0, 0, 0
        for held_out in range(FOLDS):
            model = chooser(bench, {name for name, own in fold.items() if own == held_out}, [slot])[slot]
            for c in bench.candidates:
                is_asked = c.meant and c.meant["weight"] and (slot == "source" or c.meant["place"])
                if fold[c.document] != held_out or not is_asked:
                    continue
                likely = chances(model, c, slot)
                wanted += 1
                ruled += c.options[slot][0].right
                chosen += c.options[slot][likely.index(max(likely))].right
        print(f"{slot}: rules {ruled / wanted:.3f}, chooser {chosen / wanted:.3f} of {wanted}")


def write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n")
    print(f"{path.name}: {len(lines)} lines, {path.stat().st_size // 1000} kB")


def of_sources(file: Path) -> dict[str, float]:
    """The weights of sources in a file of weights."""
    lines = [line.split("\t", 1) for line in file.read_text().splitlines()[1:]]
    return {name: float(weight) for weight, name in lines if name.startswith("source\t")}


def mean(fits: list[dict[str, float]]) -> dict[str, float]:
    """The mean of each weight; what a fit lacks weighs nothing in it."""
    names = {name for fit in fits for name in fit}
    return {name: sum(fit.get(name, 0.0) for fit in fits) / len(fits) for name in names}


def fit(scorer: str, folders: list[tuple[Path, Path]], readers: Path | None) -> tuple[dict, dict, float]:
    """The weights of what chooses and of what judges, and the threshold."""
    bench = Bench(scorer, folders, readers)
    fold = folds(bench.candidates)
    rows = unseen_fillers(bench, fold)
    role_accuracy(bench, rows)
    slot_accuracy(bench, fold)
    threshold, claims, events = cross_validated(rows, fold, bench.wanted)
    print(f"{len(rows)} candidates; cross-validated at threshold {threshold}: claim F1 {claims:.4f}, event F1 {events:.4f}")
    weights = {name: weight for model in chooser(bench, set()).values() for name, weight in model.named().items()}
    return weights, judge(rows).named(), threshold


def main() -> None:
    arguments = sys.argv[1:]
    readers: list[Path] = []
    while arguments[:1] == ["--readers"] and len(arguments) > 1:
        readers, arguments = [*readers, Path(arguments[1])], arguments[2:]
    if len(arguments) < 3 or len(arguments) % 2 == 0 or arguments[0] in ("-h", "--help"):
        print(__doc__.strip())
        raise SystemExit(0 if arguments[:1] in (["-h"], ["--help"]) else 2)
    folders = [(Path(gold), Path(texts)) for gold, texts in zip(arguments[1::2], arguments[2::2])]
    fits = [fit(arguments[0], folders, one) for one in readers or [None]]
    weights, threshold = mean([chosen for chosen, _, _ in fits]), round(sum(limit for *_, limit in fits) / len(fits), 2)
    # A mean of several keeps what is half as strong.
    least = WEIGHT_MIN / len(fits)
    if readers:
        # With the learned reader in view fewer sources are right on new texts, so those are weighed as for frames alone.
        weights = {name: weight for name, weight in weights.items() if not name.startswith("source\t")} | of_sources(CHOICES)
    kept = sorted(name for name, weight in weights.items() if abs(weight) >= least)
    choices_file, scorer_file = (READ_CHOICES, READ_SCORER) if readers else (CHOICES, SCORER)
    write(choices_file, ["retrospect choices 1", *(f"{weights[name]:.3f}\t{name}" for name in kept)])
    weights = mean([judged for _, judged, _ in fits])
    kept = sorted(name for name, weight in weights.items() if abs(weight) >= least)
    write(scorer_file, ["retrospect scorer 1", f"threshold\t{threshold}", *(f"{name}\t{weights[name]:.4f}" for name in kept)])


if __name__ == "__main__":
    main()
