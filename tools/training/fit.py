"""Fits the two models: a conditional logit that chooses fillers, and a logistic regression that judges candidates.

Both are fitted on whole batches by Adam (Kingma and Ba, 2015) with an L2 penalty, from zero, so that a run can be repeated.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

STEPS = 220
RATE = 0.06


def name_of(feature: str) -> str:
    """`=VALUE TAB NAME` is a feature with another value than 1."""
    return feature.split("\t", 1)[1] if feature.startswith("=") else feature


def value_of(feature: str) -> float:
    return float(feature[1:].split("\t", 1)[0]) if feature.startswith("=") else 1.0


@dataclass
class Matrix:
    """A sparse matrix: the row, column and value of each entry."""

    row_of: np.ndarray
    column_of: np.ndarray
    values: np.ndarray

    def times(self, weights: np.ndarray, rows: int) -> np.ndarray:
        return np.bincount(self.row_of, weights[self.column_of] * self.values, minlength=rows)

    def transposed_times(self, errors: np.ndarray, columns: int) -> np.ndarray:
        return np.bincount(self.column_of, errors[self.row_of] * self.values, minlength=columns)


class Columns:
    """Numbers for the features that occur in at least `documents_min` documents."""

    def __init__(self, rows: list[tuple[str, list[str]]], documents_min: int):
        seen: dict[str, set[str]] = defaultdict(set)
        for document, features in rows:
            for feature in map(name_of, features):
                if len(seen[feature]) < documents_min:
                    seen[feature].add(document)
        kept = sorted(name for name, documents in seen.items() if len(documents) >= documents_min)
        self.number = {name: index for index, name in enumerate(kept)}

    def matrix(self, rows: list[list[str]]) -> Matrix:
        row_of, column_of, values = array("i"), array("i"), array("f")
        for index, features in enumerate(rows):
            for feature in features:
                number = self.number.get(name_of(feature))
                if number is not None:
                    row_of.append(index)
                    column_of.append(number)
                    values.append(value_of(feature))
        return Matrix(*map(np.asarray, (row_of, column_of, values)))


class Model:
    """Weights of features."""

    def __init__(self, columns: Columns, weights: np.ndarray):
        self.columns = columns
        self.weights = weights

    def scores(self, rows: list[list[str]]) -> np.ndarray:
        return self.columns.matrix(rows).times(self.weights, len(rows))

    def named(self) -> dict[str, float]:
        return {name: float(self.weights[number]) for name, number in self.columns.number.items()}


def adam(gradient, size: int, penalty: float) -> np.ndarray:
    weights, mean, square = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        slope = gradient(weights) + penalty * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope * slope
        rate = RATE * min(1.0, 3.0 * (1 - step / (STEPS + 1)))
        weights = weights - rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def shares(scores: np.ndarray, group_of: np.ndarray, groups: int) -> np.ndarray:
    """The softmax of scores within each group."""
    most = np.full(groups, -np.inf)
    np.maximum.at(most, group_of, scores)
    power = np.exp(scores - most[group_of])
    return power / np.bincount(group_of, power, minlength=groups)[group_of]


def choices(groups: list[tuple[str, list[list[str]], list[bool]]], documents_min: int, penalty: float) -> Model:
    """A conditional logit: in each group some rows are right, and the likelihood is of any of them."""
    rows = [(document, row) for document, rows, _ in groups for row in rows]
    columns = Columns(rows, documents_min)
    group_of = np.array([index for index, (_, rows, _) in enumerate(groups) for _ in rows])
    right = np.array([is_right for _, _, rights in groups for is_right in rights], dtype=float)
    matrix = columns.matrix([row for _, row in rows])

    def gradient(weights: np.ndarray) -> np.ndarray:
        scores = matrix.times(weights, len(rows))
        chance = shares(scores, group_of, len(groups))
        good = np.bincount(group_of, chance * right, minlength=len(groups))[group_of]
        wanted = chance * right / np.maximum(good, 1e-12)
        return matrix.transposed_times(chance - wanted, len(columns.number))

    return Model(columns, adam(gradient, len(columns.number), penalty))


def logistic(rows: list[tuple[str, list[str], bool]], documents_min: int, penalty: float) -> Model:
    """A logistic regression over rows of features."""
    columns = Columns([(document, row) for document, row, _ in rows], documents_min)
    right = np.array([is_right for _, _, is_right in rows], dtype=float)
    matrix = columns.matrix([row for _, row, _ in rows])

    def gradient(weights: np.ndarray) -> np.ndarray:
        error = 1 / (1 + np.exp(-matrix.times(weights, len(rows)))) - right
        return matrix.transposed_times(error, len(columns.number))

    return Model(columns, adam(gradient, len(columns.number), penalty))
