"""python -m knowledge.understand.training: trains, calibrates, writes model.npz."""

from __future__ import annotations

import sys

from knowledge.understand.artefact import MODEL, save
from knowledge.understand.features import FeatureReader
from knowledge.understand.lexicon import load_lexicon
from knowledge.understand.sounds import sounds_from_pypinyin
from knowledge.understand.training.calibrating import calibrated, judge_by_strangers
from knowledge.understand.training.fitting import fit
from knowledge.understand.wordings import digest, load_wordings


def main() -> None:
    """Trains on every hand, with thresholds from hands held out one by one."""
    wordings = load_wordings()
    reader = FeatureReader(load_lexicon(), sounds_from_pypinyin("".join(one.text for one in wordings)))
    features = [reader.read(wording.text) for wording in wordings]
    calibration = calibrated(list(judge_by_strangers(wordings, features, reader)))
    save(fit(wordings, reader, features, calibration), digest())
    sys.stdout.write(f"{len(wordings)} wordings, {calibration}, {MODEL.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
