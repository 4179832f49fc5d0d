"""Following a message: which of its frames replace what was sent before."""

from __future__ import annotations

from datetime import date

from knowledge.tally.frames import Frame
from knowledge.tally.roles import Role
from knowledge.tally.segments import Segment

_PASSED_OVER = frozenset({Role.FILLER, Role.REPORT, Role.OWN, Role.COLON, Role.NOISE, Role.IDENTIFIER})
_HEADINGS = (
    "更正", "改正", "纠正", "订正", "勘误", "修正", "重报", "重新", "以下", "更改", "改数", "改个", "重发",
)  # fmt: skip


def _is_heading(segment: Segment) -> bool:
    """更正：… at the start of a message holds for all that follows."""
    solid = [token for token in segment.tokens if token.role not in _PASSED_OVER]
    return bool(solid) and solid[0].role is Role.CORRECT and solid[0].text.startswith(_HEADINGS)


class Amendments:
    """Whether the figures to come are corrections."""

    def __init__(self, sent_on: date) -> None:
        self._sent_on = sent_on
        self._heading = False
        self._first_day: date | None = None  # of the first frame under the heading
        self._pending = False

    def follow(self, segment: Segment, *, counts: bool, frame: Frame | None, frame_sentence: int) -> None:
        """Takes in what a segment says of earlier figures; words behind a frame correct that frame."""
        if not segment.has(Role.CORRECT, Role.WRONG, Role.OLD, Role.DELTA, Role.CANCEL):
            return
        near = segment.sentence <= frame_sentence + 1 or not segment.has(Role.OLD, Role.DELTA)
        if not counts and frame is not None and near:
            frame.correction = True
            self._pending = not segment.has(Role.OLD)
        else:
            self._pending = True
        if frame is None:
            announced = segment.has(Role.WRONG) and not segment.figures
            self._heading = self._heading or announced or _is_heading(segment)

    def mark(self, frame: Frame, day: date) -> None:
        """Marks a frame that is booked now, if it is a correction.

        Under a heading today's figure beside an earlier day's is none: 更正：昨天33人；今天20人.
        """
        under_heading = self._heading and (self._first_day in (None, day) or day != self._sent_on)
        if self._pending or under_heading:
            frame.correction = True
            self._first_day = self._first_day or day
        self._pending = False
