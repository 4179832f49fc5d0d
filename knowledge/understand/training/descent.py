"""L-BFGS: the minimum of a smooth function of a matrix, from its values and gradients."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np

from knowledge.understand.linear import Floats

Slope = tuple[float, Floats]
_REMEMBERED = 8
_GOOD_ENOUGH = 1e-5
_SMALLEST_STEP = 1e-4


class Curvature:
    """The last steps and how the gradient changed along them: what bends the direction of descent."""

    def __init__(self) -> None:
        self._pairs: deque[tuple[Floats, Floats, float]] = deque(maxlen=_REMEMBERED)

    def learn(self, step: Floats, change: Floats) -> None:
        """Remembers a step; one along which the function does not bend upwards tells nothing."""
        bend = float(np.vdot(step, change))
        if bend > 1e-12:
            self._pairs.append((step, change, bend))

    def direction(self, gradient: Floats) -> Floats:
        """Where to go from a gradient (uphill: the step is its negative)."""
        if not self._pairs:
            return gradient / np.float32(max(1e-9, float(np.linalg.norm(gradient))))
        direction = gradient.copy()
        shares = []
        for step, change, bend in reversed(self._pairs):
            share = float(np.vdot(step, direction)) / bend
            direction -= np.float32(share) * change
            shares.append(share)
        _, change, bend = self._pairs[-1]
        direction *= np.float32(bend / float(np.vdot(change, change)))
        for (step, change, bend), share in zip(self._pairs, reversed(shares), strict=True):
            direction += np.float32(share - float(np.vdot(change, direction)) / bend) * step
        return direction


def minimum(slope_at: Callable[[Floats], Slope], start: Floats, steps: int = 40) -> Floats:
    """Where the function is lowest, within `steps` steps of decreasing size."""
    at = start
    value, gradient = slope_at(at)
    curvature = Curvature()
    for _ in range(steps):
        direction = curvature.direction(gradient)
        steepness = float(np.vdot(gradient, direction))
        length = 1.0
        while True:
            there = at - np.float32(length) * direction
            value_there, gradient_there = slope_at(there)
            if value_there <= value - 1e-4 * length * steepness or length < _SMALLEST_STEP:
                break
            length /= 2
        curvature.learn(there - at, gradient_there - gradient)
        gain = value - value_there
        at, value, gradient = there, value_there, gradient_there
        if abs(gain) < _GOOD_ENOUGH * abs(value):
            break
    return at
