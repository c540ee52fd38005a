"""Passwords that others have lost already are refused, without asking any other machine.

Two lists: Django's 20,000 common passwords (``CommonPasswordValidator``), and, where an operator
has downloaded it, the whole list of *Have I Been Pwned* as one sorted file (lines
``<40 hex digits of SHA-1>:<count>``, ascending). The file may have any size: a look-up reads a
few dozen lines of it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DIGITS = 40  # of a SHA-1 in hex
OWN_CHARACTERS = 8  # of a password beside the words of the trade


class BreachedPasswordValidator:
    """Refuses a password that is in the operator's list of lost passwords.

    The file is named by ``GRIDHALL_BREACHED_PASSWORDS``; without one nothing is refused here.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = path

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError when the password is known to have been lost."""
        path = self.path or settings.GRIDHALL_BREACHED_PASSWORDS
        times = times_breached(password, path=Path(path)) if path else 0
        if times:
            raise ValidationError(
                ngettext(
                    "This password was lost by another site (found %(times)d time in lists of"
                    " stolen passwords). Choose another one.",
                    "This password was lost by other sites (found %(times)d times in lists of"
                    " stolen passwords). Choose another one.",
                    times,
                ),
                code="password_breached",
                params={"times": times},
            )

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("Your password must not be in the lists of stolen passwords.")


class ContextPasswordValidator:
    """Refuses a password that is little more than words of the trade and the company.

    The words are ``GRIDHALL_PASSWORD_WORDS``; what is left without them must still be
    ``OWN_CHARACTERS`` long, so a long phrase may well speak of electricity.
    """

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError when hardly anything is left beside the words."""
        rest, found = password.lower(), ""
        for word in sorted(settings.GRIDHALL_PASSWORD_WORDS, key=len, reverse=True):
            if word in rest:
                rest, found = rest.replace(word, ""), found or word
        if found and len(rest) < OWN_CHARACTERS:
            raise ValidationError(
                _("This password is little more than “%(word)s”, which is tried first here."),
                code="password_of_the_trade",
                params={"word": found},
            )

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("Your password must not consist of names of the company and its trade.")


def times_breached(password: str, *, path: Path) -> int:
    """Return how often the list counts the password; 0 when it is not in it."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        return _count_of(file, wanted)


def _count_of(file: BinaryIO, wanted: bytes) -> int:
    """Halve the file until the line that could hold ``wanted`` is found.

    Invariant: the line sought, if there is one, begins at or after ``low`` and before ``high``.
    """
    low, high = 0, file.seek(0, 2)
    while low < high:
        middle = (low + high) // 2
        start, line = _line_at(file, middle)
        found = line[:DIGITS].upper()
        if found == wanted:
            return _number(line[DIGITS + 1 :])
        if found < wanted:
            low = start + max(len(line), 1)
        else:
            high = start
    return 0


def _line_at(file: BinaryIO, position: int) -> tuple[int, bytes]:
    """Return where the line that covers ``position`` begins, and the line."""
    start = max(position - 2 * DIGITS, 0)
    while True:
        file.seek(start)
        break_at = file.read(position - start).rfind(b"\n")
        if break_at >= 0 or start == 0:
            break
        start = max(start - 2 * DIGITS, 0)
    start += break_at + 1
    file.seek(start)
    return start, file.readline()


def _number(text: bytes) -> int:
    digits = text.strip()
    return max(int(digits), 1) if digits.isdigit() else 1


@register("gridhall")
def list_can_be_read(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """Say at start when the operator's list is not there or is no sorted list of SHA-1."""
    path = settings.GRIDHALL_BREACHED_PASSWORDS
    if not path:
        return []
    try:
        with Path(path).open("rb") as file:
            first, second = file.readline()[:DIGITS], file.readline()[:DIGITS]
        bytes.fromhex(first.decode())
        sound = len(first) == DIGITS and (not second or first.upper() < second.upper())
    except (OSError, ValueError):
        sound = False
    if sound:
        return []
    return [
        Error(
            f"The list of breached passwords {path} cannot be read or is not sorted by SHA-1.",
            hint="Download it ordered by hash, or unset GRIDHALL_BREACHED_PASSWORDS.",
            id="gridhall.E101",
        )
    ]
