"""The trained model as one file, model.npz: it loads in a fraction of a second and needs no YAML."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import DataError
from knowledge.understand.features import FeatureReader
from knowledge.understand.lexicon import Lexicon
from knowledge.understand.linear import LinearModel
from knowledge.understand.neighbours import Neighbours
from knowledge.understand.understander import Calibration, Understander

MODEL = Path(__file__).parent / "model.npz"


def _as_array(value: Any) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(value, ensure_ascii=False).encode(), np.uint8)


def _from_array(array: NDArray[np.uint8]) -> Any:
    return json.loads(array.tobytes())


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def save(understander: Understander, digest: str, path: Path = MODEL) -> None:
    """Writes the model with the fingerprint of what it was trained from."""
    lexicon = understander.reader.lexicon
    model = understander.model
    np.savez_compressed(
        path,
        allow_pickle=False,
        digest=_as_array(digest),
        classes=_as_array(understander.classes),
        calibration=_as_array(asdict(understander.calibration)),
        words=_as_array(lexicon.words),
        wider=_as_array(lexicon.wider),
        sounds=_as_array(understander.reader.sounds),
        neighbours=_as_array(
            {topic: _joined(found) for topic, found in understander.neighbours.wordings.items()}
        ),
        vocabulary=_as_array(_joined(model.vocabulary)),
        rarity=model.rarity.astype(np.float16),
        scales=model.scales,
        weights=model.weights,
    )


def load(path: Path = MODEL) -> Understander:
    """The understander of a file; `DataError` where it cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return _understander({name: stored[name] for name in stored.files})
    except (OSError, ValueError, KeyError) as error:
        raise DataError(str(path), f"is no model ({error}): train it with `make model`") from error


def trained_from(path: Path = MODEL) -> str:
    """The fingerprint of the wordings and the lexicon that a file was trained from."""
    with np.load(path, allow_pickle=False) as stored:
        return str(_from_array(stored["digest"]))


def _understander(stored: dict[str, NDArray[Any]]) -> Understander:
    def value(name: str) -> Any:
        return _from_array(stored[name])

    words = {word: tuple(classes) for word, classes in value("words").items()}
    wider = {name: tuple(classes) for name, classes in value("wider").items()}
    features = value("vocabulary").split("\n")
    return Understander(
        classes=tuple(value("classes")),
        reader=FeatureReader(Lexicon(words, wider), value("sounds")),
        model=LinearModel(
            vocabulary={feature: row for row, feature in enumerate(features)},
            rarity=stored["rarity"].astype(np.float32),
            scales=stored["scales"],
            weights=stored["weights"],
        ),
        neighbours=Neighbours({topic: lines.split("\n") for topic, lines in value("neighbours").items()}),
        calibration=Calibration(**value("calibration")),
    )


@cache
def load_understander() -> Understander:
    """The understander that comes with the bot."""
    return load()
