"""Changing standards and running their clocks."""

from ..rules import Facts
from ._regrade import regrade
from ._signal import hand_over, signal

__all__ = ["Facts", "hand_over", "regrade", "signal"]
