"""The one base class of every expected failure.

Below the sites nobody knows the reader's language, so a failure carries a stable ``code`` and
``params``; the site turns them into Chinese or English. ``str(error)`` gives the English text
for logs and commands.
"""

from __future__ import annotations

from typing import ClassVar


class GridHallError(Exception):
    """Be the base of every failure that a user can cause or must be told about.

    Subclasses set ``code`` (UPPER_CASE, never reused for another meaning) and ``template``
    (English, with ``{placeholders}`` filled from ``params``).
    """

    code: ClassVar[str] = "ERROR"
    template: ClassVar[str] = "Something expected went wrong."

    def __init__(self, **params: object) -> None:
        self.params: dict[str, object] = params
        super().__init__(self.message())

    def __reduce__(self) -> tuple[object, ...]:
        """Let another process hand the failure over whole, with its parameters."""
        return _again, (type(self), self.params)

    def message(self) -> str:
        """Return the English sentence with the parameters filled in."""
        try:
            return self.template.format(**self.params)
        except (KeyError, IndexError):
            return f"{self.template} {self.params}"


def _again(kind: type[GridHallError], params: dict[str, object]) -> GridHallError:
    """Return a failure that came from another process; some subclasses take other arguments."""
    error = kind.__new__(kind)
    GridHallError.__init__(error, **params)
    return error


class InvalidNumber(GridHallError):
    """A value that must be an exact decimal number is none (floats are refused by design)."""

    code = "INVALID_NUMBER"
    template = "{value!r} is not an exact decimal number ({reason})."


class UnknownRoundingRule(GridHallError):
    """A tariff book names a rounding rule that this engine does not know."""

    code = "UNKNOWN_ROUNDING_RULE"
    template = "The rounding rule {rule!r} is not known."


class UnitMismatch(GridHallError):
    """Quantities of different units were added or compared."""

    code = "UNIT_MISMATCH"
    template = "{left} and {right} are different units."


class InvalidPeriod(GridHallError):
    """A period ends before or when it starts."""

    code = "INVALID_PERIOD"
    template = "A period must end after it starts: {start} – {end}."


class InvalidCode(GridHallError):
    """A number that carries check characters or a fixed shape is wrong."""

    code = "INVALID_CODE"
    template = "{kind} {value!r} is not valid: {reason}."
