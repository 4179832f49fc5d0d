"""A linear model over features: a weight for every pair of feature and topic, added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class LinearModel:
    """`weights` (features × classes, int8) times `scales` (per feature); `rarity` is a feature's idf.

    A message's features are weighed by rarity and brought to unit length, so that long stories and short
    questions are alike.
    """

    vocabulary: Mapping[str, int]
    rarity: Floats
    scales: Floats
    weights: NDArray[np.int8]

    def scores(self, features: Iterable[str]) -> Floats:
        """A score for each class: higher is likelier, differences are log odds."""
        known = [row for feature in features if (row := self.vocabulary.get(feature)) is not None]
        if not known:
            return np.zeros(self.weights.shape[1], np.float32)
        rows = np.array(known)
        length = np.linalg.norm(self.rarity[rows])
        return np.asarray(self.scales[rows] @ self.weights[rows].astype(np.float32) / length, np.float32)


def packed(weights: Floats, rarity: Floats) -> tuple[Floats, NDArray[np.int8]]:
    """Weights as scales and whole numbers from −127 to 127; rarity goes into the scales."""
    largest = np.maximum(np.abs(weights).max(axis=1), 1e-12)
    whole = np.rint(weights / largest[:, None] * 127).astype(np.int8)
    return (largest * rarity / 127).astype(np.float32), whole
