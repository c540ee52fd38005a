"""Writes of the service desk."""

from ._contacts import (
    assign_contacts,
    cancel_contact,
    note_case_of_contact,
    plan_contact,
    record_attempt,
)
from ._custody import back, hand_to, take, wait_for
from ._effects import due_from, measure_effect, remind_of_measures
from ._end import cancel, close, reopen
from ._grading import classify, escalate, mark_arrived, mark_dispatched, set_priority
from ._hand import Hand, hand_on
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
from ._register import register_case
from ._satisfaction import confirm, object_, rate, reject, revisit
from ._sealed import blotted, guard_text, names_informant, seal
from ._talk import answer, propose, remark, reply, respond, write_in

__all__ = [
    "Hand",
    "NewMeasure",
    "add_note",
    "add_step",
    "answer",
    "assign_contacts",
    "back",
    "blotted",
    "cancel",
    "cancel_contact",
    "classify",
    "close",
    "close_measure",
    "confirm",
    "create_measure",
    "drop_measure",
    "due_from",
    "escalate",
    "finish_step",
    "grant_reader",
    "guard_text",
    "hand_on",
    "hand_to",
    "mark_arrived",
    "mark_dispatched",
    "measure_effect",
    "move_deadline",
    "names_informant",
    "note_case_of_contact",
    "object_",
    "open_informant",
    "open_statement",
    "plan_contact",
    "propose",
    "rate",
    "record_attempt",
    "register_case",
    "reject",
    "remark",
    "remind_of_measures",
    "reopen",
    "reply",
    "report_done",
    "respond",
    "revisit",
    "revoke_reader",
    "seal",
    "set_priority",
    "start_measure",
    "take",
    "tell_informant",
    "wait_for",
    "write_in",
]
