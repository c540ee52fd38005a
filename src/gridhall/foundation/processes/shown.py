"""Parts of an error that are put into words only when somebody reads it, in her language."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext


class Listed:
    """Several texts in a row."""

    def __init__(self, parts: Sequence[object]) -> None:
        self.parts = parts

    def __str__(self) -> str:
        return gettext(", ").join(str(one) for one in self.parts)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


class Said:
    """A text of the program, marked with ``gettext_noop`` where it stands."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return gettext(self.text)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)
