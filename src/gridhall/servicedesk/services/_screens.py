"""Wall screens (大屏投放): set up with a code that works once, ended at any moment.

A wall hangs where anybody may touch it, so nobody's session may live there. The screen gets a
key of its own that opens one board to be looked at and nothing else; see SECURITY.md.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity.selectors import Scope
from gridhall.servicedesk.errors import UnitRefused
from gridhall.servicedesk.models import WallScreen
from gridhall.servicedesk.refusals import DayNotAhead, ScreenCodeRefused, ScreenNotFound
from gridhall.servicedesk.wall_keys import digest_of

from ._checks import chosen, needed, reason_given

NAME = 60
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another
CODE_LENGTH = 10
KEY_BYTES = 32
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewScreen:
    """A screen to be: its name and place, whose figures it shows, until which day."""

    name: str
    organisation_id: int
    valid_to: date
    language: str = "zh-hans"


@transaction.atomic
def make_screen(
    *, new: NewScreen, scope: Scope, by_id: int, at: datetime
) -> tuple[WallScreen, str]:
    """Add a wall screen; return it and the code that sets it up, which is shown this once.

    ``scope`` is where the person supervises cases. Raises CaseTextMissing, CaseTextTooLong,
    UnitRefused, DayNotAhead (past, or farther than ``GRIDHALL_WALL_BOARD["screen_days"]``).
    """
    if not scope.holds(new.organisation_id):
        raise UnitRefused
    name = needed(new.name, _("name"), NAME)
    chosen(new.language, _Languages, _("language"))
    today = timezone.localdate(at)
    last = today + timedelta(days=settings.GRIDHALL_WALL_BOARD["screen_days"])
    if new.valid_to <= today:
        raise DayNotAhead(day=new.valid_to, first=today + timedelta(days=1))
    code = "".join(secrets.choice(LETTERS) for _one in range(CODE_LENGTH))
    minutes = settings.GRIDHALL_WALL_BOARD["code_minutes"]
    row = WallScreen.objects.create(
        name=name, organisation_id=new.organisation_id, language=new.language,
        code_digest=digest_of(code), code_until=at + timedelta(minutes=minutes),
        valid_to=min(new.valid_to, last), made_by_id=by_id, made_at=at,
    )  # fmt: skip
    _record("screen_made", row, by_id=by_id, at=at)
    return row, code


@transaction.atomic
def open_screen(*, code: str, at: datetime) -> tuple[WallScreen, str]:
    """Exchange a code for the screen's key; return the screen and the key.

    The code works once and for minutes. It has 31 ** 10 forms, so guessing is hopeless while one
    is good. Raises ScreenCodeRefused.
    """
    plain = "".join(one for one in code.upper() if one in LETTERS)
    found = WallScreen.objects.select_for_update().filter(
        code_digest=digest_of(plain), code_until__gt=at, ended_at__isnull=True,
        valid_to__gt=timezone.localdate(at),
    )  # fmt: skip
    row = found.first() if len(plain) == CODE_LENGTH else None
    if row is None:
        raise ScreenCodeRefused(minutes=settings.GRIDHALL_WALL_BOARD["code_minutes"])
    key = secrets.token_urlsafe(KEY_BYTES)
    row.code_digest, row.code_until, row.key_digest = "", None, digest_of(key)
    row.opened_at = row.seen_at = at
    row.save()
    _record("screen_opened", row, by_id=None, at=at)
    return row, key


@transaction.atomic
def end_screen(*, pk: int, scope: Scope, by_id: int, at: datetime, reason: str) -> WallScreen:
    """End a screen: within seconds it shows nothing any more. Return it.

    Raises ScreenNotFound (outside the scope too), ReasonMissing.
    """
    row = WallScreen.objects.select_for_update().filter(pk=pk).first()
    if row is None or not scope.holds(row.organisation_id):
        raise ScreenNotFound
    why = reason_given(reason)
    if row.ended_at is None:
        row.ended_at, row.ended_by_id, row.end_reason = at, by_id, why
        row.code_digest, row.code_until, row.key_digest = "", None, ""
        row.save()
        _record("screen_ended", row, by_id=by_id, at=at, reason=why)
    return row


def screen_seen(*, pk: int, at: datetime) -> None:
    """Note that a screen is alive, at most once a minute."""
    WallScreen.objects.filter(pk=pk, seen_at__lt=at - SEEN_EVERY).update(seen_at=at)


class _Languages:
    values = tuple(code for code, _label in settings.LANGUAGES)


def _record(
    action: str, row: WallScreen, *, by_id: int | None, at: datetime, reason: str = ""
) -> None:
    audit.record(
        action=f"servicedesk.{action}", at=at, actor_id=by_id, object_type="wall_screen",
        object_id=row.pk, object_label=row.name, organisation_id=row.organisation_id,
        changes={"valid_to": row.valid_to.isoformat()}, reason=reason,
    )  # fmt: skip
