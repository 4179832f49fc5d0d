"""Case numbers (办件号) that can be said on the phone: a running number and a check digit.

The check digit is Damm's (2004): it notices every wrong digit and every two neighbours that changed places.
"""

from __future__ import annotations

import re
import unicodedata

_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
# the first case is 101: four digits with the check digit, none of them a leading zero
_FIRST = 100
# 幺 is how one says 1 on the phone, so that it is not heard as 7
_SPOKEN = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))
_HEARD = {word: digit for digit, word in _SPOKEN.items()} | {
    "一": "1",
    "〇": "0",
    "两": "2",
    "洞": "0",
    "拐": "7",
}
_NUMBER = re.compile(r"\d{4,9}")


def _check(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return interim


def number_of(case_id: int) -> str:
    """The number of a case: four digits for the first nine hundred, the last one for checking."""
    digits = str(case_id + _FIRST)
    return f"{digits}{_check(digits)}"


def spoken(number: str) -> str:
    """How the number is said: 1034 is 幺零三四."""
    return "".join(_SPOKEN[digit] for digit in number)


def case_id_of(text: str) -> int | None:
    """The case that a number means, written or spoken; None where it is no number or its check digit is wrong."""
    plain = "".join(_HEARD.get(sign, sign) for sign in unicodedata.normalize("NFKC", text))
    digits = re.sub(r"[\s#号-]", "", plain)
    if not _NUMBER.fullmatch(digits) or _check(digits) != 0:
        return None
    case_id = int(digits[:-1]) - _FIRST
    return case_id if case_id > 0 else None
