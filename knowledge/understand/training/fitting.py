"""Wordings to an understander: counts features, fits the linear model, gathers the neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.understand.features import FeatureReader
from knowledge.understand.linear import Floats, LinearModel, packed
from knowledge.understand.training.descent import Slope, minimum
from knowledge.understand.understander import Calibration, Understander, nearest_wordings
from knowledge.understand.wordings import NOTHING, Wording

RARELY = 3
"""A feature that fewer wordings show is left out: it would be learnt by heart."""

STRENGTH = 100.0
"""How far weights may grow (the inverse of the ridge penalty)."""

NOTHING_WEIGHT = 4.0
"""A wrong answer to chatter is as bad as this many questions misread."""

UNCALIBRATED = Calibration(temperature=1.0, concerns_at=0.0, asks_at=0.0, sure_at=0.5)


@dataclass(frozen=True)
class Row:
    """A wording for training: which features, with what weight, which class, and how much it counts."""

    features: NDArray[np.int32]
    values: Floats
    target: int
    counts: float


def _slope(weights: Floats, rows: Sequence[Row]) -> Slope:
    """The loss of a softmax regression with a ridge penalty, and its gradient."""
    loss = float(np.square(weights, dtype=np.float64).sum()) / (2 * STRENGTH)
    gradient = weights / np.float32(STRENGTH)
    for row in rows:
        scores = row.values @ weights[row.features]
        likely = np.exp(scores - np.logaddexp.reduce(scores))
        loss -= row.counts * float(np.log(max(float(likely[row.target]), 1e-12)))
        likely[row.target] -= 1
        gradient[row.features] += np.outer(row.values, likely * np.float32(row.counts))
    return loss, gradient


def _vocabulary(features: Sequence[set[str]]) -> tuple[dict[str, int], Floats]:
    """The features to learn, and how rare each is."""
    shown = Counter(name for found in features for name in found)
    kept = sorted(name for name, times in shown.items() if times >= RARELY)
    rarity = np.array([np.log(len(features) / shown[name]) + 1 for name in kept], np.float32)
    # rounded as the file stores it
    return {name: row for row, name in enumerate(kept)}, rarity.astype(np.float16).astype(np.float32)


def _row(found: set[str], vocabulary: dict[str, int], rarity: Floats, target: int, counts: float) -> Row:
    known = np.array(sorted(vocabulary[name] for name in found if name in vocabulary), np.int32)
    values = rarity[known]
    return Row(known, values / max(float(np.linalg.norm(values)), 1e-6), target, counts)


def fit(
    wordings: Sequence[Wording],
    reader: FeatureReader,
    features: Sequence[set[str]],
    calibration: Calibration = UNCALIBRATED,
) -> Understander:
    """An understander of these wordings; `features` are theirs, read beforehand."""
    classes = tuple(sorted({wording.topic for wording in wordings}))
    vocabulary, rarity = _vocabulary(features)
    rows = [
        _row(
            found,
            vocabulary,
            rarity,
            classes.index(word.topic),
            NOTHING_WEIGHT if word.topic == NOTHING else 1,
        )
        for word, found in zip(wordings, features, strict=True)
    ]
    start = np.zeros((len(vocabulary), len(classes)), np.float32)
    scales, whole = packed(minimum(lambda weights: _slope(weights, rows), start), rarity)
    by_topic = {name: [word.text for word in wordings if word.topic == name] for name in classes}
    return Understander(
        classes,
        reader,
        LinearModel(vocabulary, rarity, scales, whole),
        nearest_wordings(by_topic),
        calibration,
    )
