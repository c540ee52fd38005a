"""What reading a sheet yields: a proposed book, and what the sum check found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gridhall.rating.result import Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Hold a number that its components contradict, with the number they make."""

    place: str  # such as F12
    key: str
    printed: Decimal  # yuan
    proposed: Decimal  # yuan
    one_digit: bool  # printed and proposed differ in a single digit: probably misread
    text: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """Hold the proposed book: its name, its text, and the findings it already follows."""

    name: str
    text: str
    month: date
    unit: str
    values: dict[str, Decimal]
    findings: tuple[Finding, ...]
