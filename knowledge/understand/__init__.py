"""Understanding what residents ask: `load_understander().read(text)` gives a `Reading`.

    text ─ features.py (characters, sounds.py, lexicon.py, form) ─ linear.py ┐
    text ─ neighbours.py (rapidfuzz over the wordings) ──────────────────────┴ understander.py ─ Reading

training/ makes model.npz from topics/*.yaml and lexicon/*.yaml (`make model`); artefact.py reads it.
"""

from knowledge.understand.artefact import load_understander
from knowledge.understand.understander import Understander

__all__ = ["Understander", "load_understander"]
