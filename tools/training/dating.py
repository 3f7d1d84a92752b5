"""Trains the weights that choose the dates of claims, and prints how well they do on documents that they were not trained on.

usage: tools/train-dating SCORER GOLD TEXTS [GOLD TEXTS ...]

SCORER is the Python file that compares predicted with gold claims (claimbench's score.py: its `Doc`, `span`, `roles` and
`date_ok` decide what is right). GOLD is a folder of gold claims (NAME.jsonl, NAME.aliases.json), TEXTS one of their texts
(NAME.txt). Each gold claim with a date is paired with the frames' candidate of its kind in its sentence whose parties fit
best; what is learned is which of the dates that the program offers for it is right: `when`, and `said` where the source is
right too. The lessons beside the weights, sentences of our own with their dates, are learned from in the same way and never
tested on. The model is a conditional logit: the chance of a date is in proportion to the exponential of the sum of the
weights of its clues, of which TEMPLATES says which are looked at together. The program is target/release/retrospect, or
RETROSPECT_BIN.
"""

from __future__ import annotations

import json
import math
import random
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from fit import choices
from gold import BY_FRAMES, ROOT, candidates, load

DATING = ROOT / "schema" / "armed-groups.dating.tsv"
LESSONS = ROOT / "schema" / "armed-groups.dating.lessons.txt"
HEAD = "retrospect dating 1"
FOLDS = 5
# How many annotated claims a lesson counts for.
LESSON_WEIGHT = 2
PENALTY = 10.0
# Combinations that fewer documents show are not learned.
DOCUMENTS_MIN = 2
# Weights nearer to zero than this change nothing and are left out.
WEIGHT_MIN = 0.04

TEMPLATES = [line.split() for line in """
shape
basis
shape basis
shape basis precision
shape kind
shape kind basis
shape stance
shape stance basis
shape tense
shape tense basis
shape form
shape form basis
shape form tense
shape word
shape word basis
shape role basis
shape role under
shape under basis
shape clause tense
shape clause basis tense
shape mark
shape mark basis
shape governor
shape governor governor-tense basis
shape governor-tense basis
shape timely
shape timely tense
shape timely basis
shape voice
shape voice tense
shape voice tense basis
shape voice stance basis
shape voice kind basis
shape frame
shape frame basis
shape frame tense basis
shape spot basis
shape kind stance basis
shape kind tense
shape kind form basis
shape kind voice
basis precision
basis rank
basis rank own
basis link
shape link basis
shape link precision
shape link tense
shape link kind
basis meeting
basis meeting crossing
shape meeting crossing
basis meeting verb
basis distance
basis distance rank
basis distance meeting
basis side
basis side link
basis side between
basis between meeting
basis verb
basis verb meeting
basis verb tense
basis verb voice
shape verb basis
basis back
basis back rank
basis back form
basis back echo
basis echo
basis echo form
basis echo kind
basis age
basis age shape
basis age tense
basis age frame
basis kind
basis form
basis word
basis tense
basis clause
basis clause tense
basis mark
basis timely
basis voice
basis stance
basis role
basis under
basis form under
basis frame
basis spot frame
basis spot
basis rank back verb
basis governor
basis tense voice
basis form voice
basis form frame
basis tense frame
shape placing
shape placing basis
shape placing basis kind
shape placing kind
shape placing frame
shape placing voice basis
shape placing stance
shape placing timely
basis placing
basis placing verb
basis placing meeting
shape placing meeting
shape depth basis
shape root basis
shape root placing
shape claimed
shape claimed basis
shape claimed kind basis
shape claimed meeting
shape kind meeting
shape kind side
shape repeat basis
shape repeat form basis
basis repeat form
shape partner
shape partner basis precision
shape class
shape class basis
shape class link
shape class link tense
shape class link precision
shape class placing
shape class placing basis
shape class basis meeting
shape class basis side
shape class basis back
shape class frame placing
shape class voice basis
basis class
basis class back
basis class meeting
""".split("\n") if line]


@dataclass(frozen=True)
class Case:
    """A claim whose date is known: its document, whether the claim is right otherwise and must be found, and for each
    date on offer the date, whether it is right, and its features."""

    document: str
    is_scored: bool
    is_said: bool
    values: list[str]
    right: list[bool]
    features: list[list[str]]


def pairs(scorer, document, gold: list[dict], found: list[dict]) -> list[tuple[dict, dict, int]]:
    """Gold claims, each with the candidate that fits it best, and how many of its roles are right."""
    ranked = []
    for index, claim in enumerate(gold):
        span = scorer.span(document, claim["quote"])
        low, high = document.sentence(*span)
        for other, candidate in enumerate(found):
            if candidate["kind"] != claim["kind"] or min(high, candidate["end"]) <= max(low, candidate["start"]):
                continue
            roles = sum(scorer.roles(document, claim, candidate))
            overlaps = min(span[1], candidate["end"]) > max(span[0], candidate["start"])
            ranked.append((roles, claim["weight"], overlaps, -abs(span[0] - candidate["start"]), -index, -other))
    taken, given, result = set(), set(), []
    for roles, _, _, _, index, other in sorted(ranked, reverse=True):
        if index not in taken and other not in given:
            taken.add(index)
            given.add(other)
            result.append((gold[-index], found[-other], roles))
    return result


def is_right(scorer, gold: str, value: str) -> bool:
    try:
        return bool(scorer.date_ok(gold, value))
    except (KeyError, ValueError):  # The scorer knows fewer forms of dates than the program.
        return False


def case(scorer, name: str, gold: str, options: list[dict], is_scored: bool, is_said: bool) -> Case:
    features = []
    for option in options:
        clues = dict(clue.split("=", 1) for clue in option["clues"])
        known = [template for template in TEMPLATES if all(clue in clues for clue in template)]
        # Most features stand on many dates: each text is kept once.
        features.append([sys.intern(" ".join(f"{clue}={clues[clue]}" for clue in template)) for template in known])
    values = [option["value"] for option in options]
    return Case(name, is_scored, is_said, values, [is_right(scorer, gold, value) for value in values], features)


def cases(scorer, gold: Path, texts: Path) -> list[Case]:
    found = candidates(sorted(texts.glob("*.txt")), BY_FRAMES)
    result = []
    for file in sorted(gold.glob("*.jsonl")):
        aliases = file.with_suffix(".aliases.json")
        text = (texts / f"{file.stem}.txt").read_text()
        document = scorer.Doc(text, json.loads(aliases.read_text()) if aliases.exists() else [])
        known = [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
        name = f"{gold}/{file.stem}"
        for claim, candidate, roles in pairs(scorer, document, known, found[file.stem]):
            is_scored = roles == 2 and claim["weight"] == 1
            if claim["when"] is not None:
                result.append(case(scorer, name, claim["when"], candidate.get("dates", []), is_scored, False))
            sources, voices = claim["sources"], candidate["sources"]
            is_told = sources and voices and document.same(sources[-1], voices[-1])
            if is_told and claim["said"] is not None:
                result.append(case(scorer, name, claim["said"], candidate.get("said_dates", []), is_scored, True))
    return result


def lessons(scorer) -> list[Case]:
    """The lessons: what each text tells of a kind, in the first candidate of that kind."""
    lines = [line for line in LESSONS.read_text().splitlines() if line and not line.startswith("#")]
    wanted = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lessons.jsonl"
        with file.open("w") as out:
            for number, line in enumerate(lines):
                written, text, dates = (part.strip() for part in line.split("|"))
                record = {"id": f"lesson-{number}", "text": text}
                if written.startswith("["):
                    record["text"] = f"{written} {text}"
                elif written != "-":
                    record["published"] = written
                wanted[record["id"]] = [date.split() for date in dates.split(";")]
                out.write(json.dumps(record) + "\n")
        found = candidates([file], BY_FRAMES)
    result = []
    for name, dates in wanted.items():
        for kind, date in dates:
            told = [candidate for candidate in found.get(name, []) if candidate["kind"] == kind]
            if told:
                result += [case(scorer, name, date, told[0].get("dates", []), False, False)] * LESSON_WEIGHT
    return result


def train(rows: list[Case]) -> dict[str, float]:
    groups = [(row.document, row.features, row.right) for row in rows if any(row.right) and not all(row.right)]
    weights = choices(groups, DOCUMENTS_MIN, PENALTY).named()
    return {name: round(weight, 3) for name, weight in weights.items() if abs(weight) >= WEIGHT_MIN}


def chosen(row: Case, weights: dict[str, float]) -> bool:
    """Whether the date of greatest chance is right."""
    scores = [sum(weights.get(feature, 0.0) for feature in option) for option in row.features]
    chances: dict[str, float] = defaultdict(float)
    for score, value in zip(scores, row.values):
        chances[value] += math.exp(score - max(scores))
    best = max(chances, key=lambda value: chances[value], default=None)
    return best is not None and row.right[row.values.index(best)]


def held_out(rows: list[Case], fold: dict[str, int], taught: list[Case]) -> list[tuple[Case, bool]]:
    """Each claim, and whether weights that have not seen its document choose its date rightly."""
    answers = []
    for own in range(FOLDS):
        weights = train([row for row in rows if fold[row.document] != own] + taught)
        answers += [(row, chosen(row, weights)) for row in rows if fold[row.document] == own]
    return answers


def main() -> None:
    arguments = sys.argv[1:]
    if len(arguments) < 3 or len(arguments) % 2 == 0 or arguments[0] in ("-h", "--help"):
        print(__doc__.strip())
        raise SystemExit(0 if arguments[:1] in (["-h"], ["--help"]) else 2)
    scorer = load(arguments[0])
    rows = [
        row
        for gold, texts in zip(arguments[1::2], arguments[2::2])
        for row in cases(scorer, Path(gold), Path(texts))
    ]
    names = sorted({row.document for row in rows})
    random.Random(1).shuffle(names)
    fold = {name: index % FOLDS for index, name in enumerate(names)}
    taught = lessons(scorer)
    answers = held_out(rows, fold, taught)

    def share(of: str, keep) -> str:
        kept = [is_right for row, is_right in answers if keep(row)]
        return f"{of} {sum(kept) / max(1, len(kept)):.4f} of {len(kept)}"

    print("cross-validated:", share("when", lambda row: not row.is_said))
    print("cross-validated, claims that are right otherwise:", share("when", lambda row: row.is_scored and not row.is_said))
    for folder in arguments[1::2]:
        keep = lambda row: row.is_scored and not row.is_said and row.document.startswith(f"{folder}/")
        print(f"  of these, {folder}:", share("when", keep))
    print("cross-validated:", share("said", lambda row: row.is_said))
    weights = train(rows + taught)
    lines = [HEAD, *(f"template\t{' '.join(template)}" for template in TEMPLATES)]
    lines += [f"{name}\t{weights[name]}" for name in sorted(weights)]
    DATING.write_text("\n".join(lines) + "\n")
    print(f"{DATING}: {len(weights)} weights")


if __name__ == "__main__":
    main()
