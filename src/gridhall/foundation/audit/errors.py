"""What can go wrong with the audit trail's archive."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class ArchiveTooYoung(GridHallError):
    """Rows younger than the time for which they must stay at hand were to be archived."""

    code = "AUDIT_ARCHIVE_TOO_YOUNG"
    template = gettext_noop(
        "Entries stay at hand for {months} months: only those before {day} can be archived."
    )


class TrailNotSound(GridHallError):
    """What was to be archived is not what was written: archiving would bury the fault."""

    code = "AUDIT_TRAIL_NOT_SOUND"
    template = gettext_noop(
        "The audit trail is not sound ({fault}); nothing was archived. Run “gridhall audit verify”"
        " and find out who changed it."
    )
