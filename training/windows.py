"""Cuts texts into windows of sentences, each with the date and title of its text and the sentences before in view. Start
at `windows`."""

from __future__ import annotations

import random
from dataclasses import dataclass

from lessons import Lesson
from pieces import Pieces

# Pieces of a window's own sentences, of the sentences before them, and of date and title.
OWN_MAX = 160
BEFORE_MAX = 64
TITLE_MAX = 20
WINDOW_MAX = 500
CLASS, SEPARATOR = 101, 102


@dataclass
class Window:
    """Pieces with the word that each is of; words are numbered from `first` on, in order."""

    first: int
    own: tuple[int, int]
    count: int
    pieces: list[int]
    sides: list[int]
    sorts: list[int]
    word_of: list[int]


def windows(lesson: Lesson, pieces: Pieces, changed: dict[int, tuple[tuple[int, ...], int]] | None = None) -> list[Window]:
    """The windows of a text. `changed` gives other pieces and sorts for some words."""
    changed = changed or {}
    cut = []
    for index, (start, end, sort) in enumerate(lesson.words):
        cut.append(changed.get(index) or (pieces.of_word(lesson.text[start:end]), sort))
    size = [sum(len(cut[word][0]) for word in range(*sentence)) for sentence in lesson.sentences]
    title = title_of(lesson, pieces)
    found, at = [], 0
    while at < len(lesson.sentences):
        end, total = at + 1, size[at]
        while end < len(lesson.sentences) and total + size[end] <= OWN_MAX:
            total += size[end]
            end += 1
        before, seen = at, 0
        while before > 0 and seen + size[before - 1] <= BEFORE_MAX:
            before -= 1
            seen += size[before]
        found.append(window(lesson, cut, title if before else (), before, at, end))
        at = end
    return found


def title_of(lesson: Lesson, pieces: Pieces) -> tuple[int, ...]:
    line = lesson.text.lstrip().split("\n", 1)[0]
    cut = [piece for word in line.split() for piece in pieces.of_word(word)]
    return tuple(cut[:TITLE_MAX])


def window(lesson: Lesson, cut, title: tuple[int, ...], before: int, at: int, end: int) -> Window:
    first, own = lesson.sentences[before][0], (lesson.sentences[at][0], lesson.sentences[end - 1][1])
    count = own[1] - first
    out = Window(first, own, count, [CLASS], [1], [0], [count])

    def add(piece: int, side: int, sort: int, word: int) -> None:
        if len(out.pieces) < WINDOW_MAX:
            out.pieces.append(piece)
            out.sides.append(side)
            out.sorts.append(sort)
            out.word_of.append(word)

    for piece in title:
        add(piece, 1, 0, count)
    add(SEPARATOR, 1, 0, count)
    for word in range(first, own[1]):
        number, sort = cut[word]
        for piece in number:
            add(piece, 1 if word < own[0] else 0, sort, word - first)
    add(SEPARATOR, 0, 0, count)
    return out


def swapped(lesson: Lesson, pieces: Pieces, pool: dict[int, list[str]], chance: random.Random) -> dict:
    """Other names for some of the names of a text, the same for each that reads the same, and some sorts unsaid."""
    changed: dict[int, tuple[tuple[int, ...], int]] = {}
    other: dict[str, str | None] = {}
    word = 0
    while word < len(lesson.words):
        sort = lesson.words[word][2]
        end = word + 1
        if sort in pool:
            while end < len(lesson.words) and lesson.words[end][2] == sort and end - 1 not in lesson.names:
                end += 1
            name = lesson.text[lesson.words[word][0] : lesson.words[end - 1][1]]
            if name not in other:
                other[name] = chance.choice(pool[sort]) if chance.random() < 0.4 else None
            said = 0 if chance.random() < 0.15 else sort
            new = other[name]
            for part in range(word, end):
                start, stop, _ = lesson.words[part]
                own = pieces.of_word(lesson.text[start:stop])
                if new is not None:
                    own = pieces.of_word(new) if part == end - 1 else ()
                changed[part] = (own, said)
        word = end
    return changed


def names_by_sort(lessons: list[Lesson]) -> dict[int, list[str]]:
    found: dict[int, set[str]] = {}
    for lesson in lessons:
        for word, name in lesson.names.items():
            sort = lesson.words[word][2]
            if sort in (1, 2, 3) and name and len(name) < 50:
                found.setdefault(sort, set()).add(name)
    return {sort: sorted(names) for sort, names in found.items()}
