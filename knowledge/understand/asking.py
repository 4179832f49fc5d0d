"""Whether words have the form of a question, with or without a question mark."""

from __future__ import annotations

import re

from knowledge.understand.lexicon import Lexicon

ASKING = "问句"
"""The wider class of question words."""

_PARTICLES = "吗"
_ONE_CHARACTER = "咋哪谁啥几"
# 报不报, 交没交, 国家还是省里, 对唔对; voice input writes 马 and 嘛 for 吗
_CHOICE = re.compile(r"(.)[不没冇唔毋]\1|还是|还系|[?]|[不没无冇马嘛]$")


def asks(words: str, lexicon: Lexicon) -> bool:
    """Whether compact words ask something: a question word, a choice, a particle at the end."""
    if _CHOICE.search(words) or any(char in _ONE_CHARACTER for char in words):
        return True
    tokens = lexicon.tokens(words)
    if tokens and _PARTICLES in tokens[-1].classes:
        return True
    return any(
        len(token.word) > 1 and any(ASKING in lexicon.wider.get(name, ()) for name in token.classes)
        for token in tokens
    )
