"""What the history of processes may say about a person: notes that people wrote.

The context of a subject lets go of them with the subject (``services.forget_notes``).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.identity.roles import Sensitivity
from gridhall.foundation.personal_data.register import (
    About,
    Basis,
    PersonalField,
    declare,
    declare_harmless,
)

HAND_ON = _("Tell whoever goes on with a piece of work why it came to her")


def _note(name: str, label: object) -> PersonalField:
    return PersonalField(
        name=f"processes.{name}", label=label, purpose=HAND_ON, sensitivity=Sensitivity.PERSONAL,
        basis=Basis.CONTRACT, retention="WORKING", about=About.ANYBODY,
    )  # fmt: skip


declare(
    _note("StepLog.note", _("Note on a step of a process")),
    _note("WorkItemEvent.note", _("Note on a piece of work handed on")),
)
declare_harmless("a name of a thing: which clock of a step", "processes.Timer.name")
