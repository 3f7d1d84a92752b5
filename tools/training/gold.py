"""Reads what the frames propose and what the gold says of it."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROLES = ("actor", "target")
SLOTS = (*ROLES, "place", "source")
# Who proposes: the frames alone.
BY_FRAMES = ["--reader", "frames"]


@dataclass
class Option:
    """A filler of a role: where it comes from, the names it gives, its features, and whether the gold has it so."""

    origin: str
    names: list[str]
    features: list[str]
    right: bool = False


@dataclass
class Candidate:
    """What a frame proposed in a document, the options of its roles, and the gold claims that it can stand for."""

    document: str
    claim: dict
    features: list[str]
    options: dict[str, list[Option]]
    near: list[dict] = field(default_factory=list)
    # The gold claim whose roles the options are judged by, if there is one.
    meant: dict | None = None


class Bench:
    """All candidates of some folders of gold, and how many claims must be found in them."""

    def __init__(self, scorer_file: str, folders: list[tuple[Path, Path]], readers: Path | None = None):
        self.scorer = load(scorer_file)
        self.readers = readers
        self.candidates: list[Candidate] = []
        self.wanted = 0
        self.documents: dict[str, object] = {}
        for gold, texts in folders:
            self.add(gold, texts)

    def add(self, gold: Path, texts: Path) -> None:
        claims = proposed(texts, self.readers)
        for file in sorted(gold.glob("*.jsonl")):
            if file.stem not in claims:
                continue
            aliases = file.with_suffix(".aliases.json")
            names = json.loads(aliases.read_text()) if aliases.exists() else []
            document = self.scorer.Doc((texts / f"{file.stem}.txt").read_text(), names)
            self.documents[file.stem] = document
            known = [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
            spans = [self.scorer.span(document, claim["quote"]) for claim in known]
            self.wanted += sum(claim["weight"] for claim in known)
            for claim in claims[file.stem]:
                self.candidates.append(self.candidate(file.stem, claim, known, spans))

    def candidate(self, name: str, claim: dict, known: list[dict], spans: list[tuple[int, int]]) -> Candidate:
        document = self.documents[name]
        given = claim.pop("options")
        options = {slot: [Option(*option) for option in given[slot]] for slot in SLOTS}
        candidate = Candidate(name, claim, claim.pop("features"), options)
        near = []
        for gold, span in zip(known, spans):
            low, high = document.sentence(*span)
            if gold["kind"] == claim["kind"] and min(high, claim["end"]) > max(low, claim["start"]):
                near.append((sum(self.scorer.roles(document, gold, claim)), -abs(span[0] - claim["start"]), gold))
        candidate.near = [gold for _, _, gold in near]
        if near:
            candidate.meant = max(near, key=lambda item: item[:2])[2]
            self.label(document, candidate)
        return candidate

    def label(self, document, candidate: Candidate) -> None:
        gold, claim = candidate.meant, candidate.claim
        sides = [(gold["actor"], gold["target"])]
        if gold["kind"] in self.scorer.SYMMETRIC:
            sides.append((gold["target"], gold["actor"]))
        ok = self.scorer.role_ok
        actor, target = max(sides, key=lambda side: ok(document, side[0], claim["actor"]) + ok(document, side[1], claim["target"]))
        for role, wanted in (("actor", actor), ("target", target)):
            for option in candidate.options[role]:
                option.right = ok(document, wanted, option.names)
        for slot, wanted in (("place", gold["place"]), ("source", (gold["sources"] or [None])[-1])):
            for option in candidate.options[slot]:
                named = bool(option.names) and wanted is not None and document.same(wanted, option.names[0])
                option.right = named or (wanted is None and not option.names)

    def verdict(self, candidate: Candidate, actor: list[str], target: list[str]) -> tuple[bool | None, bool]:
        """Whether the candidate with these parties is a claim that must be found (None: optional), and whether its kind
        is told there at all."""
        claim = {**candidate.claim, "actor": actor, "target": target}
        document = self.documents[candidate.document]
        is_event = any(gold["weight"] for gold in candidate.near)
        for gold in candidate.near:
            if gold["weight"] and all(self.scorer.roles(document, gold, claim)):
                return True, is_event
        return (None if any(not gold["weight"] for gold in candidate.near) else False), is_event


def load(path: str):
    specification = importlib.util.spec_from_file_location("scorer", path)
    if specification is None or specification.loader is None:
        raise SystemExit(f"cannot load {path}")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def fold_of(name: str, count: int) -> int:
    """The fold of a text, as the trainer of readers has it."""
    return zlib.crc32(name.encode()) % count


def proposed(texts: Path, readers: Path | None) -> dict[str, list[dict]]:
    """All candidates of the texts of a folder, by document: those of the frames, or those of frames and learned reader, each
    text read with the weights of `readers` that were trained without it (`fold-I-of-N.weights`)."""
    files = sorted(texts.glob("*.txt"))
    if readers is None:
        return candidates(files, BY_FRAMES)
    by_document: dict[str, list[dict]] = {}
    for weights in sorted(readers.glob("fold-*-of-*.weights")):
        fold, count = map(int, re.findall(r"\d+", weights.name))
        own = [file for file in files if fold_of(file.stem, count) == fold]
        by_document |= candidates(own, ["--reader", "both", "--reader-weights", str(weights)])
    return by_document


def candidates(files: list[Path], options: list[str]) -> dict[str, list[dict]]:
    program = os.environ.get("RETROSPECT_BIN", str(ROOT / "target" / "release" / "retrospect"))
    command = [program, "extract", "--unjudged", "--features", *options, *map(str, files)]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    by_document: dict[str, list[dict]] = defaultdict(list)
    for file in files:
        by_document[file.stem] = []
    for line in run.stdout.splitlines():
        claim = json.loads(line)
        by_document[claim["doc"]].append(claim)
    return by_document
