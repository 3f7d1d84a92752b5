"""Trains the weights that judge candidates, and prints how well they do on documents that they were not trained on.

usage: tools/train-scorer SCORER GOLD TEXTS [GOLD TEXTS ...]

SCORER is the Python file that compares predicted with gold claims (claimbench's score.py: its `Doc`, `span` and `roles`
decide what is right). GOLD is a folder of gold claims (NAME.jsonl, NAME.aliases.json), TEXTS one of their texts
(NAME.txt). A candidate is right when a gold claim of weight 1 has its kind, sentence and parties; one that only an optional
claim explains is left out. Weights are those of a logistic regression, fitted by AdaGrad with an L2 penalty; the threshold is
the one of best claim F1 in
cross-validation over documents. The program is target/release/retrospect, or RETROSPECT_BIN.
"""

from __future__ import annotations

import importlib.util
import json
import math
import os
import random
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
OUTPUT = ROOT / "schema" / "armed-groups.scorer.tsv"
HEAD = "retrospect scorer 1"
FOLDS = 5
EPOCHS = 14
RATE = 0.15
PENALTY = 0.001
# Weights nearer to zero than this change nothing and are left out.
WEIGHT_MIN = 0.005


@dataclass(frozen=True)
class Candidate:
    """What a frame proposed: its document, its features, whether it is right (None: optional), and whether at least its
    kind is told by a claim of weight 1 in its sentence."""

    document: str
    features: tuple[str, ...]
    right: bool | None
    is_event: bool


def load(path: str):
    specification = importlib.util.spec_from_file_location("scorer", path)
    if specification is None or specification.loader is None:
        raise SystemExit(f"cannot load {path}")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def predicted(texts: Path) -> dict[str, list[dict]]:
    """All candidates of the texts of a folder, by document."""
    program = os.environ.get("RETROSPECT_BIN", str(ROOT / "target" / "release" / "retrospect"))
    files = [str(file) for file in sorted(texts.glob("*.txt"))]
    command = [program, "extract", "--frames-only", "--features", *files]
    lines = subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()
    by_document: dict[str, list[dict]] = defaultdict(list)
    for line in lines:
        claim = json.loads(line)
        by_document[claim["doc"]].append(claim)
    return by_document


def judged(scorer, gold: Path, texts: Path) -> tuple[list[Candidate], int]:
    """The candidates of a folder with what the gold says of them, and how many claims must be found."""
    claims = predicted(texts)
    candidates, wanted = [], 0
    for file in sorted(gold.glob("*.jsonl")):
        aliases = file.with_suffix(".aliases.json")
        document = scorer.Doc(
            (texts / f"{file.stem}.txt").read_text(), json.loads(aliases.read_text()) if aliases.exists() else []
        )
        known = [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
        places = [document.sentence(*scorer.span(document, claim["quote"])) for claim in known]
        wanted += sum(claim["weight"] for claim in known)
        for claim in claims[file.stem]:
            right, is_event = verdict(scorer, document, claim, list(zip(known, places)))
            candidates.append(Candidate(file.stem, (*claim["features"], "bias"), right, is_event))
    return candidates, wanted


def verdict(scorer, document, claim: dict, known: list[tuple[dict, tuple[int, int]]]) -> tuple[bool | None, bool]:
    start, end = claim["start"], claim["end"]
    near = [g for g, (low, high) in known if g["kind"] == claim["kind"] and min(high, end) > max(low, start)]
    is_event = any(g["weight"] for g in near)
    if any(g["weight"] and all(scorer.roles(document, g, claim)) for g in near):
        return True, is_event
    return (None if any(not g["weight"] for g in near) else False), is_event


def probability(weights: dict[str, float], features: tuple[str, ...]) -> float:
    total = sum(weights.get(feature, 0.0) for feature in features)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def train(candidates: list[Candidate]) -> dict[str, float]:
    weights: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(float)
    order = random.Random(0)
    rows = [candidate for candidate in candidates if candidate.right is not None]
    for _ in range(EPOCHS):
        order.shuffle(rows)
        for row in rows:
            error = probability(weights, row.features) - bool(row.right)
            for feature in row.features:
                gradient = error + PENALTY * weights[feature]
                squares[feature] += gradient * gradient
                weights[feature] -= RATE * gradient / (1e-8 + math.sqrt(squares[feature]))
    return weights


def cross_validated(candidates: list[Candidate], wanted: int) -> tuple[float, float, float]:
    """The threshold of best claim F1, and claim and event F1 at it, on documents that the weights have not seen. Two candidates for one event count twice, so the event F1 is an estimate from above."""
    names = sorted({candidate.document for candidate in candidates})
    random.Random(1).shuffle(names)
    fold = {name: index % FOLDS for index, name in enumerate(names)}
    scored: list[tuple[float, Candidate]] = []
    for held_out in range(FOLDS):
        weights = train([candidate for candidate in candidates if fold[candidate.document] != held_out])
        scored += [
            (probability(weights, candidate.features), candidate)
            for candidate in candidates
            if fold[candidate.document] == held_out
        ]

    def f1(threshold: float, right: list[bool | None]) -> float:
        passed = [is_right for (chance, _), is_right in zip(scored, right) if chance >= threshold]
        return 2 * passed.count(True) / (passed.count(True) + passed.count(False) + wanted)

    claims = [candidate.right for _, candidate in scored]
    events = [True if candidate.is_event else candidate.right for _, candidate in scored]
    best = max((step / 50 for step in range(50)), key=lambda threshold: f1(threshold, claims))
    return best, f1(best, claims), f1(best, events)


def main() -> None:
    arguments = sys.argv[1:]
    if len(arguments) < 3 or len(arguments) % 2 == 0 or arguments[0] in ("-h", "--help"):
        print(__doc__.strip())
        raise SystemExit(0 if arguments[:1] in (["-h"], ["--help"]) else 2)
    scorer = load(arguments[0])
    candidates: list[Candidate] = []
    wanted = 0
    for gold, texts in zip(arguments[1::2], arguments[2::2]):
        found, count = judged(scorer, Path(gold), Path(texts))
        candidates += found
        wanted += count
    threshold, claims, events = cross_validated(candidates, wanted)
    print(f"{len(candidates)} candidates; cross-validated at threshold {threshold}: claim F1 {claims:.4f}, event F1 {events:.4f}")
    weights = train(candidates)
    lines = [HEAD, f"threshold\t{threshold}"]
    lines += [f"{name}\t{weights[name]:.4f}" for name in sorted(weights) if abs(weights[name]) >= WEIGHT_MIN]
    OUTPUT.write_text("\n".join(lines) + "\n")
    print(f"{OUTPUT}: {len(lines) - 2} weights")


if __name__ == "__main__":
    main()
