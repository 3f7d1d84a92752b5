"""Writes spaCy's answers for the golden texts, one table beside the other: `texts/NAME.txt` gives `NAME.tsv`.

Run it with the interpreter that `tools/spacy-env` prints:

    "$(tools/spacy-env)" tools/golden.py            write the tables
    "$(tools/spacy-env)" tools/golden.py --check    compare, write nothing, exit 1 when one differs

Each text is one document: the whole file, read as UTF-8 without any change to its line ends. The lemmatizer's cache is
emptied before each document, because spaCy carries it from one to the next (see `spacy_reference.forget`).

The form of a table: lines that end in a line feed, fields parted by one tab, nothing quoted.

    line 1    `#spacy VERSION`, tab, `model NAME VERSION`
    line 2    `#start end tag pos lemma head dep entity sentence_start morph`, parted by tabs
    the rest  one token a line, in the order of the text

    start, end      offsets in Unicode scalar values, end exclusive
    tag, pos        the fine and the coarse tag
    lemma           the only field with escapes: `\\\\` backslash, `\\t` tab, `\\n` line feed, `\\r` carriage return
    head            the line of the head token, counted from 0 over tokens; a root has its own
    dep             the label of the dependency
    entity          `O`, or `B-TYPE`, or `I-TYPE`
    sentence_start  1 or 0
    morph           features parted by `|`, empty when there are none
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import spacy_reference
from spacy_reference import Analysis, Token

GOLDEN = Path(__file__).resolve().parent.parent / "crates" / "lang" / "tests" / "golden"
COLUMNS = ("start", "end", "tag", "pos", "lemma", "head", "dep", "entity", "sentence_start", "morph")
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def main() -> int:
    """Writes or checks every table; 0 when all is well, 1 when a table differs, 2 when there is no text."""
    arguments = parse_arguments()
    texts = sorted((arguments.folder / "texts").glob("*.txt"))
    if not texts:
        print(f"no golden texts in {arguments.folder / 'texts'}", file=sys.stderr)
        return 2
    tables = make_tables(texts)
    stale = [path for path in sorted(arguments.folder.glob("*.tsv")) if path.stem not in tables]
    differing = [
        arguments.folder / f"{name}.tsv" for name, table in tables.items() if table != on_disk(arguments.folder, name)
    ]
    if arguments.check:
        for path in differing + stale:
            print(f"{path} is not what spaCy says", file=sys.stderr)
        return 1 if differing or stale else 0
    for path in stale:
        path.unlink()
    for path in differing:
        path.write_bytes(tables[path.stem])
    print(f"{len(tables)} tables, {len(differing)} written, {len(stale)} removed", file=sys.stderr)
    return 0


def parse_arguments() -> argparse.Namespace:
    """The command line; its help opens with the first line of this file."""
    parser = argparse.ArgumentParser(
        prog="golden.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--check", action="store_true", help="compare with the tables on disk and write nothing")
    parser.add_argument(
        "--folder", type=Path, default=GOLDEN, help="where `texts` and the tables lie (default: the engine's)"
    )
    return parser.parse_args()


def make_tables(texts: list[Path]) -> dict[str, bytes]:
    """The table of each text under the text's name, and the number of its tokens on standard output."""
    pipeline = spacy_reference.load()
    spacy_version, model = spacy_reference.versions(pipeline)
    head = f"#spacy {spacy_version}\tmodel {model}\n#" + "\t".join(COLUMNS) + "\n"
    tables: dict[str, bytes] = {}
    total = 0
    for path in texts:
        with path.open(encoding="utf-8", newline="") as file:
            analysis = spacy_reference.analyse(pipeline, file.read())
        tables[path.stem] = (head + rows(analysis)).encode("utf-8")
        total += len(analysis.tokens)
        print(f"{len(analysis.tokens):6} {path.name}")
    print(f"{total:6} tokens in {len(texts)} texts")
    return tables


def rows(analysis: Analysis) -> str:
    """All rows of a table."""
    return "".join(row(token) for token in analysis.tokens)


def row(token: Token) -> str:
    """One row, with the line feed that ends it."""
    fields = (
        token.start,
        token.end,
        token.fine_tag,
        token.coarse_tag,
        token.lemma.translate(ESCAPES),
        token.head,
        token.label,
        token.entity,
        int(token.sentence_start),
        token.morphology,
    )
    return "\t".join(str(field) for field in fields) + "\n"


def on_disk(folder: Path, name: str) -> bytes | None:
    """The table as it lies there, or nothing."""
    path = folder / f"{name}.tsv"
    return path.read_bytes() if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
