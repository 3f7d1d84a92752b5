"""Compares `retrospect read` with spaCy, token for token, and says where they differ.

Each file is one document, read as UTF-8; broken bytes become U+FFFD. Tokens are aligned by their offsets. A token that
only one side has counts as unequal in every field, so the total is the number of tokens that either side has.

  tokens           start, end and text of a token
  head             compared by the offsets of the head token, so a boundary elsewhere does not spoil it
  every field      tokens that are equal in all of the above
  sentences        whole sentences, by start and end
  entities         whole entities, by start, end and type

environment:
  RETROSPECT_BIN   the program to test; without it, the command line is built with cargo

exit status:
  0   equal, or at least as equal as --at-least asks, in `every field`, `sentences` and `entities`
  1   less equal than that
  2   a file could not be read, or the program's output could not be used
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import built
import spacy_reference
from spacy_reference import Analysis, Token

# Few enough for any system's limit on the length of a command line.
FILES_PER_RUN = 100
CONTEXT_CHARACTERS = 30
# Each field's title and what it is called in `Token`; the head is compared apart.
FIELDS = {
    "fine tag": "fine_tag",
    "coarse tag": "coarse_tag",
    "lemma": "lemma",
    "label": "label",
    "entity": "entity",
    "sentence start": "sentence_start",
}
COUNTED = ("tokens", "fine tag", "coarse tag", "lemma", "head", "label", "entity", "sentence start", "every field")
SPANS = ("sentences", "entities")
# The rows that decide the exit status; the others follow from them.
DECIDING = ("every field", *SPANS)

# Start, end and what it is.
Span = tuple[int, int, str]


class Unusable(Exception):
    """Input or output that cannot be compared; the message says what and why."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the two disagree."""

    offset: int
    length: int
    field: str
    ours: str
    theirs: str


@dataclass(slots=True)
class Tally:
    """How much was equal, by field, and how many differences there were."""

    equal: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED + SPANS, 0))
    total: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED + SPANS, 0))
    differences: int = 0

    def count(self, name: str, equal: int, total: int = 1) -> None:
        """Adds to one row."""
        self.equal[name] += equal
        self.total[name] += total

    def percent(self, name: str) -> float:
        """The share of a row that is equal; a row with nothing in it has nothing unequal."""
        return 100.0 * self.equal[name] / self.total[name] if self.total[name] else 100.0


def main() -> int:
    """Compares all files and prints the differences and the table."""
    arguments = parse_arguments()
    try:
        tally = compare_files(arguments.files, arguments.max_differences)
    except (Unusable, built.NotBuilt) as error:
        print(error, file=sys.stderr)
        return 2
    print_table(tally)
    return 0 if all(tally.percent(name) >= arguments.at_least for name in DECIDING) else 1


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="compare-spacy", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="plain text files, one document each")
    parser.add_argument(
        "--max-differences",
        type=int,
        default=50,
        metavar="N",
        help="how many differences to print (default: 50; 0: all)",
    )
    parser.add_argument(
        "--at-least", type=float, default=100.0, metavar="PERCENT", help="the share that must be equal (default: 100)"
    )
    return parser.parse_args()


def compare_files(files: list[Path], differences_max: int) -> Tally:
    """Runs both sides on every file, prints differences as they are found, and counts."""
    for path in files:
        if not path.is_file():
            raise Unusable(f"cannot read {path}: there is no such file")
    program = built.retrospect()
    pipeline = spacy_reference.load()
    tally = Tally()
    for path, document in zip(files, run_ours(program, files), strict=True):
        text = spacy_reference.read_text(path)
        ours = parse_document(path, document)
        theirs = spacy_reference.analyse(pipeline, text)
        for difference in compare(ours, theirs, tally):
            tally.differences += 1
            if differences_max == 0 or tally.differences <= differences_max:
                print(describe(path, text, difference))
    if differences_max and tally.differences > differences_max:
        print(f"... and {tally.differences - differences_max} more differences (--max-differences 0 prints all)")
    if tally.total["tokens"] == 0:
        raise Unusable("there is nothing to compare: no file has a token")
    return tally


# Our side: the program and its output.


def run_ours(program: Path, files: list[Path]) -> Iterator[dict[str, Any]]:
    """The program's object for each file, in the order of the files."""
    for first in range(0, len(files), FILES_PER_RUN):
        some = files[first : first + FILES_PER_RUN]
        command = [str(program), "read", "--format", "json", *map(str, some)]
        run = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        lines = run.stdout.splitlines()
        if run.returncode != 0 or len(lines) != len(some):
            raise Unusable(
                f"`retrospect read` gave {len(lines)} documents for {len(some)} files and exit status "
                f"{run.returncode}\nhint: its own message above says which file it could not use"
            )
        for path, line in zip(some, lines, strict=True):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise Unusable(f"`retrospect read` gave a line for {path} that is not JSON: {error}") from None


def parse_document(path: Path, document: dict[str, Any]) -> Analysis:
    """The program's object in the form in which spaCy's answer comes."""
    try:
        if document["sha256"] != hashlib.sha256(path.read_bytes()).hexdigest():
            raise Unusable(f"`retrospect read` gave the hash of another document for {path}")
        analysis = Analysis(
            tokens=[parse_token(token) for token in document["tokens"]],
            sentences=[(start, end) for start, end in document["sentences"]],
            entities=[(entity["start"], entity["end"], entity["type"]) for entity in document["entities"]],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Unusable(f"`retrospect read` gave an object of another form for {path}: {error!r}") from None
    if any(not 0 <= token.head < len(analysis.tokens) for token in analysis.tokens):
        raise Unusable(f"`retrospect read` gave a head that is not a token for {path}")
    return analysis


def parse_token(token: dict[str, Any]) -> Token:
    """One token of the program's object."""
    return Token(
        start=token["start"],
        end=token["end"],
        text=token["text"],
        lemma=token["lemma"],
        coarse_tag=token["upos"],
        fine_tag=token["xpos"],
        head=token["head"],
        label=token["dep"],
        entity=token["entity"],
        sentence_start=token["sentence_start"],
        morphology="",
    )


# The comparison.


def compare(ours: Analysis, theirs: Analysis, tally: Tally) -> Iterator[Difference]:
    """Counts one document and yields its differences: those of tokens in the order of the text, then those of spans."""
    our_run: list[Token] = []
    their_run: list[Token] = []
    for our_token, their_token in align(ours.tokens, theirs.tokens):
        if our_token and their_token:
            yield from boundary_difference(our_run, their_run)
            our_run, their_run = [], []
            yield from compare_tokens((ours.tokens, our_token), (theirs.tokens, their_token), tally)
            continue
        for name in COUNTED:
            tally.count(name, 0)
        if our_token:
            our_run.append(our_token)
        if their_token:
            their_run.append(their_token)
    yield from boundary_difference(our_run, their_run)
    yield from compare_spans("sentences", sentence_spans(ours), sentence_spans(theirs), tally)
    yield from compare_spans("entities", set(ours.entities), set(theirs.entities), tally)


def sentence_spans(analysis: Analysis) -> set[Span]:
    """The sentences of one side."""
    return {(start, end, "a sentence") for start, end in analysis.sentences}


def compare_spans(name: str, ours: set[Span], theirs: set[Span], tally: Tally) -> Iterator[Difference]:
    """Counts the spans that both sides have, of those that either has, and yields the others."""
    tally.count(name, len(ours & theirs), len(ours | theirs))
    for span in sorted(ours ^ theirs):
        start, end, what = span
        our_value, their_value = (what, "nothing") if span in ours else ("nothing", what)
        yield Difference(start, end - start, name, our_value, their_value)


def align(ours: list[Token], theirs: list[Token]) -> Iterator[tuple[Token | None, Token | None]]:
    """Pairs tokens with the same offsets; a token without a partner comes alone."""
    our_index = their_index = 0
    while our_index < len(ours) and their_index < len(theirs):
        our_token, their_token = ours[our_index], theirs[their_index]
        our_span, their_span = (our_token.start, our_token.end), (their_token.start, their_token.end)
        if our_span == their_span:
            yield our_token, their_token
        elif our_span < their_span:
            yield our_token, None
        else:
            yield None, their_token
        our_index += our_span <= their_span
        their_index += their_span <= our_span
    for token in ours[our_index:]:
        yield token, None
    for token in theirs[their_index:]:
        yield None, token


def boundary_difference(ours: list[Token], theirs: list[Token]) -> Iterator[Difference]:
    """One difference for a run of tokens without partners, none for an empty run."""
    both = ours + theirs
    if both:
        start = min(token.start for token in both)
        length = max(token.end for token in both) - start
        yield Difference(start, length, "tokens", quote_all(ours), quote_all(theirs))


def compare_tokens(
    ours: tuple[list[Token], Token], theirs: tuple[list[Token], Token], tally: Tally
) -> Iterator[Difference]:
    """Compares two tokens with the same offsets in every field."""
    our_tokens, our_token = ours
    their_tokens, their_token = theirs
    values: dict[str, tuple[object, object]] = {"tokens": (our_token.text, their_token.text)}
    for title, name in FIELDS.items():
        values[title] = (getattr(our_token, name), getattr(their_token, name))
    values["head"] = (place(our_tokens[our_token.head]), place(their_tokens[their_token.head]))
    for title, (our_value, their_value) in values.items():
        tally.count(title, our_value == their_value)
        if our_value != their_value:
            length = their_token.end - their_token.start
            yield Difference(their_token.start, length, title, quote(our_value), quote(their_value))
    tally.count("every field", all(our_value == their_value for our_value, their_value in values.values()))


def place(token: Token) -> tuple[int, int, str]:
    """Where a head stands."""
    return token.start, token.end, token.text


# What is printed.


def quote(value: object) -> str:
    """A value as it stands in a difference; a head as its text and offset."""
    if isinstance(value, tuple):
        start, _, text = value
        return f"{json.dumps(text, ensure_ascii=False)} at {start}"
    return json.dumps(value, ensure_ascii=False)


def quote_all(tokens: list[Token]) -> str:
    """The texts of tokens, parted by a space."""
    return " ".join(quote(token.text) for token in tokens) or "nothing"


def describe(path: Path, text: str, difference: Difference) -> str:
    """One difference on two lines: the place and the values, then the context with the token in brackets."""
    start, end = difference.offset, difference.offset + difference.length
    before = text[max(0, start - CONTEXT_CHARACTERS) : start]
    after = text[end : end + CONTEXT_CHARACTERS]
    token = text[start:end]
    context = "".join(json.dumps(part, ensure_ascii=False)[1:-1] for part in (before, "⟦", token, "⟧", after))
    return f"{path}:{start}: {difference.field}: ours {difference.ours}, spaCy {difference.theirs}\n    {context}"


def print_table(tally: Tally) -> None:
    """One row for each field and kind of span."""
    print(f"{'':16}{'equal':>10}{'total':>10}{'percent':>11}")
    for name in COUNTED + SPANS:
        # Cut, not rounded: only a row that is wholly equal may show 100.
        percent = int(tally.percent(name) * 10_000) / 10_000
        print(f"{name:16}{tally.equal[name]:10}{tally.total[name]:10}{percent:11.4f}")


if __name__ == "__main__":
    sys.exit(main())
