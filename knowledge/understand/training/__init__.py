"""How model.npz is made: python -m knowledge.understand.training (`make model`), two minutes on one core."""
