"""Writes of the service desk."""

from ._contacts import (
    assign_contacts,
    cancel_contact,
    note_case_of_contact,
    plan_contact,
    record_attempt,
)
from ._effects import due_from, measure_effect, remind_of_measures
from ._improvement import (
    NewMeasure,
    add_note,
    add_step,
    close_measure,
    create_measure,
    drop_measure,
    finish_step,
    move_deadline,
    report_done,
    start_measure,
)
from ._readers import (
    grant_reader,
    open_informant,
    open_statement,
    revoke_reader,
    tell_informant,
)
from ._sealed import blotted, guard_text, names_informant, seal

__all__ = [
    "NewMeasure",
    "add_note",
    "add_step",
    "assign_contacts",
    "blotted",
    "cancel_contact",
    "close_measure",
    "create_measure",
    "drop_measure",
    "due_from",
    "finish_step",
    "grant_reader",
    "guard_text",
    "measure_effect",
    "move_deadline",
    "names_informant",
    "note_case_of_contact",
    "open_informant",
    "open_statement",
    "plan_contact",
    "record_attempt",
    "remind_of_measures",
    "report_done",
    "revoke_reader",
    "seal",
    "start_measure",
    "tell_informant",
]
