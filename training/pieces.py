"""Cuts words into word pieces, as BERT's uncased models do (Devlin et al., 2019; Schuster and Nakajima, 2012)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

# Pieces of one word beyond which the rest says nothing more.
PIECES_MAX = 12
LETTERS_MAX = 100


def is_sign(letter: str) -> bool:
    """What stands alone, whatever stands beside it: punctuation and symbols."""
    return not letter.isalnum() and not letter.isspace()


class Pieces:
    """The pieces of a vocabulary: one a line, its number the line's."""

    def __init__(self, vocabulary: Path):
        lines = vocabulary.read_text(encoding="utf-8").split("\n")
        self.names = lines[:-1] if lines[-1] == "" else lines
        self.number = {name: index for index, name in enumerate(self.names)}
        self.unknown = self.number["[UNK]"]
        self.of_word = lru_cache(maxsize=None)(self._of_word)

    def _of_word(self, word: str) -> tuple[int, ...]:
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.category(c).startswith("M"))
        found: list[int] = []
        run = ""
        for letter in plain + " ":
            ends = letter.isspace() or is_sign(letter)
            if not ends:
                run += letter
                continue
            if run:
                found += self._of_run(run)
                run = ""
            if not letter.isspace():
                found.append(self.number.get(letter, self.unknown))
        return tuple(found[:PIECES_MAX])

    def _of_run(self, run: str) -> list[int]:
        if len(run) > LETTERS_MAX:
            return [self.unknown]
        found, start = [], 0
        while start < len(run):
            end = len(run)
            while end > start:
                piece = ("##" if start else "") + run[start:end]
                if piece in self.number:
                    break
                end -= 1
            if end == start:
                return [self.unknown]
            found.append(self.number[piece])
            start = end
        return found
