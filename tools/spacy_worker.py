"""spaCy's side of `bench-spacy`: a process of its own, so that each side has its own memory, core and environment.

spacy_worker.py split IN OUT  makes documents of one sentence each from a file with one text a line
spacy_worker.py pipe FILE     one document a line; loads, warms up, then answers each line of standard input
                              (a number of seconds) with one line of JSON for a round that ran at least so long
spacy_worker.py read FILE...  does what `retrospect read --format json` does, once
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

import spacy_reference

DOCUMENT_TOKENS_MIN = 20
DOCUMENT_TOKENS_MAX = 45
PASS_TOKENS_MIN = 20_000


def main() -> int:
    """Runs one of the three."""
    what, *names = sys.argv[1:]
    files = [Path(name) for name in names]
    if what == "split":
        return split(*files)
    if what == "pipe":
        answer_rounds(*files)
    else:
        read(files)
    return 0


def split(texts: Path, documents: Path) -> int:
    """Writes one sentence a line, repeated until they make a pass; fails when no sentence has the length."""
    pipeline = spacy_reference.load()
    lines: list[str] = []
    tokens_of_lines = 0
    for text in texts.read_text(encoding="utf-8").split("\n"):
        waiting: list[str] = []
        tokens = 0
        for sentence in pipeline(text).sents:
            waiting.append(sentence.text)
            tokens += len(sentence)
            if tokens < DOCUMENT_TOKENS_MIN:
                continue
            if tokens <= DOCUMENT_TOKENS_MAX:
                lines.append(" ".join(waiting))
                tokens_of_lines += tokens
            waiting, tokens = [], 0
    if not lines:
        print(f"the texts have no sentence of {DOCUMENT_TOKENS_MIN} to {DOCUMENT_TOKENS_MAX} tokens", file=sys.stderr)
        return 1
    repeats = -(-PASS_TOKENS_MIN // tokens_of_lines)
    documents.write_text("".join(line + "\n" for line in lines) * repeats, encoding="utf-8", newline="")
    return 0


def answer_rounds(file: Path) -> None:
    """Times passes of `nlp.pipe` over all documents, in one process and with spaCy's own batch size."""
    pipeline = spacy_reference.load()
    documents = file.read_text(encoding="utf-8").splitlines()
    tokens_per_pass = sum(len(doc) for doc in pipeline.pipe(documents))
    print(json.dumps({"tokens": tokens_per_pass, "documents": len(documents)}), flush=True)
    for line in sys.stdin:
        seconds_min = float(line)
        tokens = passes = 0
        start = time.perf_counter()
        while passes == 0 or time.perf_counter() - start < seconds_min:
            tokens += sum(len(doc) for doc in pipeline.pipe(documents))
            passes += 1
        seconds = time.perf_counter() - start
        print(json.dumps({"tokens": tokens, "seconds": seconds, "tokens_per_second": tokens / seconds}), flush=True)


def read(files: list[Path]) -> None:
    """Prints one JSON object a file."""
    pipeline = spacy_reference.load()
    for file in files:
        analysis = spacy_reference.analyse(pipeline, spacy_reference.read_text(file))
        print(json.dumps({"document": str(file), **asdict(analysis)}, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
