"""Reads texts as the program lays them out, and lays gold claims beside them: for each the words that may tell of it and
the words that fill its slots. Start at `lessons`."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass, field
from pathlib import Path

KINDS = (
    "pledge support split merge join leave found destroy alias lead appoint ally oppose negotiate attack clash besiege kill "
    "capture die threaten demand responsibility publish control withdraw present aid refuse designate"
).split()
SLOTS = ("actor", "target", "place", "source", "time")
STANCES = ("asserted", "denied", "alleged", "predicted", "wanted")
PARTY_SLOTS = ("actor", "target")
# How much likelier the word of a frame of the kind tells of a claim than any other word of its quote.
FRAME_PRIOR = 10.0


@dataclass
class Answer:
    """A gold claim as the words of its text: who may tell of it, with what prior, and who may fill each slot."""

    kind: int
    weight: int
    stance: int
    triggers: list[tuple[int, float]]
    # For each slot, sets of words of which one each must be found; [] for an empty slot; None where nothing can be learned.
    slots: dict[str, list[set[int]] | None]


@dataclass
class Lesson:
    """A text and its claims."""

    name: str
    text: str
    published: str | None
    words: list[tuple[int, int, int]]
    sentences: list[tuple[int, int]]
    parties: list[int]
    dates: list[int]
    names: dict[int, str]
    answers: list[Answer] = field(default_factory=list)


def load_scorer(path: str):
    specification = importlib.util.spec_from_file_location("scorer", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def lessons(scorer_file: str, printed: Path, folders: list[Path]) -> list[Lesson]:
    """The texts that `retrospect extract --lessons` printed, with the gold claims of these folders."""
    scorer = load_scorer(scorer_file)
    gold = {file.stem: file for folder in folders for file in sorted(folder.glob("*.jsonl"))}
    found = []
    for line in printed.read_text().splitlines():
        given = json.loads(line)
        if given["doc"] in gold:
            found.append(lesson(scorer, given, gold[given["doc"]]))
    return sorted(found, key=lambda one: one.name)


def lesson(scorer, given: dict, gold: Path) -> Lesson:
    aliases = gold.with_suffix(".aliases.json")
    document = scorer.Doc(given["text"], json.loads(aliases.read_text()) if aliases.exists() else [])
    one = Lesson(
        given["doc"],
        given["text"],
        given["published"],
        [tuple(word) for word in given["words"]],
        [tuple(sentence) for sentence in given["sentences"]],
        [word for word, _, _ in given["parties"]],
        [word for word, _ in given["dates"]],
        {word: (names or [voice])[0] for word, names, voice in given["parties"] if names or voice},
    )
    framed: dict[str, set[int]] = {}
    for word, kind in given["frames"]:
        framed.setdefault(kind, set()).add(word)
    for line in gold.read_text().splitlines():
        if line.strip():
            claim = json.loads(line)
            answer = answer_of(scorer, document, one, given, framed, claim)
            if answer:
                one.answers.append(answer)
    return one


def answer_of(scorer, document, one: Lesson, given: dict, framed: dict[str, set[int]], claim: dict) -> Answer | None:
    span = scorer.span(document, claim["quote"])
    if span is None or claim["kind"] not in KINDS:
        return None
    inside = [i for i, (start, end, _) in enumerate(one.words) if start < span[1] and end > span[0]]
    inside = [i for i in inside if any(letter.isalnum() for letter in one.text[one.words[i][0] : one.words[i][1]])]
    own = framed.get(claim["kind"], set())
    triggers = [(i, FRAME_PRIOR if i in own else 1.0) for i in inside]
    if not triggers:
        return None

    def meant(wanted: str, voice: bool) -> set[int]:
        words = set()
        for word, names, said in given["parties"]:
            options = [said] if voice and said else names
            if any(document.same(wanted, name) for name in options):
                words.add(word)
        return words

    slots: dict[str, list[set[int]] | None] = {}
    for slot in PARTY_SLOTS:
        sets = [meant(name, False) for name in scorer.named(claim[slot])]
        slots[slot] = None if any(not words for words in sets) else sets
    slots["place"] = one_of(claim["place"], lambda name: meant(name, False))
    slots["source"] = one_of((claim["sources"] or [None])[-1], lambda name: meant(name, True))
    dated = lambda value: {word for word, edtf in given["dates"] if days(scorer, edtf) == days(scorer, value)}
    slots["time"] = one_of(claim["when"], dated)
    return Answer(KINDS.index(claim["kind"]), claim["weight"], STANCES.index(claim["stance"]), triggers, slots)


def days(scorer, value: str):
    """The first and last day of a date as the scorer has them; the value itself where the scorer cannot read it."""
    try:
        return scorer.bounds(value)
    except (ValueError, KeyError):
        return value


def one_of(wanted: str | None, find) -> list[set[int]] | None:
    if wanted is None:
        return []
    words = find(wanted)
    return [words] if words else None
