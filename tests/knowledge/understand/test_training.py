"""The training: descent, fitting, thresholds, the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import DataError
from knowledge.understand.artefact import load, save, trained_from
from knowledge.understand.features import FeatureReader
from knowledge.understand.lexicon import Lexicon
from knowledge.understand.training.calibrating import Judged, calibrated
from knowledge.understand.training.descent import minimum
from knowledge.understand.training.fitting import fit
from knowledge.understand.understander import Understander
from knowledge.understand.wordings import NOTHING, Wording

TAUGHT = [
    *(Wording(f"交多少钱{end}", "fee_amount", "plain", hand) for end in ("", "啊", "呢") for hand in "ab"),
    *(Wording(f"几号截止{end}", "pay_window", "plain", hand) for end in ("", "啊", "呢") for hand in "ab"),
    *(Wording(f"猪跑了{end}", NOTHING, "daily", hand) for end in ("", "啊", "呢") for hand in "ab"),
]


def small() -> Understander:
    reader = FeatureReader(Lexicon({"截止": ("截止",)}, {}), {})
    return fit(TAUGHT, reader, [reader.read(wording.text) for wording in TAUGHT])


def test_descent_finds_the_bottom_of_a_bowl() -> None:
    bottom = np.array([[3.0, -2.0], [0.5, 7.0]], np.float32)

    def bowl(at: np.ndarray) -> tuple[float, np.ndarray]:
        steepness = np.array([[1.0, 10.0], [100.0, 2.0]], np.float32)
        return float((steepness * (at - bottom) ** 2).sum()), 2 * steepness * (at - bottom)

    assert np.allclose(minimum(bowl, np.zeros_like(bottom)), bottom, atol=0.01)


@pytest.mark.parametrize(
    ("text", "topic"), [("要交多少", "fee_amount"), ("截止到几号", "pay_window"), ("我家猪跑了", None)]
)
def test_a_fitted_model_reads_what_it_was_not_taught(text: str, topic: str | None) -> None:
    assert small().read(text).topic == topic


def test_a_saved_model_reads_the_same(tmp_path: Path) -> None:
    before = small()
    save(before, "abc", tmp_path / "model.npz")
    after = load(tmp_path / "model.npz")
    assert trained_from(tmp_path / "model.npz") == "abc"
    for text in ("交多少", "几号截止呢", "别的"):
        assert after.read(text) == before.read(text)


def test_a_damaged_model_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "model.npz").write_bytes(b"PK not a model")
    with pytest.raises(DataError, match="make model"):
        load(tmp_path / "model.npz")


def judged(topic: str, likely: float, right: bool, question: float) -> Judged:
    read = (topic, likely) if right else ("other", likely)
    rest = ("third", 1 - likely) if right else (topic, 1 - likely)
    return Judged(Wording("…", topic, "plain", "a"), (read, rest), question, question)


def test_thresholds_keep_their_promises() -> None:
    sure = [judged("fee_amount", 0.95, True, 6.0)] * 97 + [judged("fee_amount", 0.95, False, 6.0)] * 2
    unsure = [judged("fee_amount", 0.55, bool(index % 2), 1.0) for index in range(40)]
    chatter = [judged(NOTHING, 0.5, True, -4.0)] * 970 + [judged(NOTHING, 0.5, True, 3.0)] * 30
    found = calibrated([*sure, *unsure, *chatter])
    assert 0.55 < found.sure_at <= 0.99
    assert -4.0 < found.asks_at <= 3.0
    assert found.concerns_at <= 1.0
