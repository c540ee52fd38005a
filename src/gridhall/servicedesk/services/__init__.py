"""Writes of the service desk."""

from ._care import open_case_of_contact, plan_care_contacts
from ._contact import reveal_contact
from ._contacts import (
    assign_contacts,
    cancel_contact,
    note_case_of_contact,
    plan_contact,
    record_attempt,
)
from ._custody import back, hand_to, take, wait_for
from ._effects import measure_effect, remind_of_measures
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
    due_from,
    finish_step,
    move_deadline,
    report_done,
    start_measure,
)
from ._macros import MacroText, add_macro, change_macro, restore_macro, retire_macro
from ._masters import answer_all, carry_on, gather, make_master, resume_answer, take_out
from ._merging import link, merge, unlink, unmerge
from ._readers import (
    grant_reader,
    open_informant,
    open_statement,
    revoke_reader,
    tell_informant,
)
from ._register import register_case
from ._satisfaction import confirm, object_, rate, reject, revisit
from ._screens import NewScreen, end_screen, make_screen, open_screen, screen_seen
from ._sealed import blotted, guard_text, names_informant, seal
from ._splitting import NewPart, answer_whole, split
from ._talk import answer, propose, remark, reply, respond, write_in

__all__ = [
    "Hand",
    "MacroText",
    "NewMeasure",
    "NewPart",
    "NewScreen",
    "add_macro",
    "add_note",
    "add_step",
    "answer",
    "answer_all",
    "answer_whole",
    "assign_contacts",
    "back",
    "blotted",
    "cancel",
    "cancel_contact",
    "carry_on",
    "change_macro",
    "classify",
    "close",
    "close_measure",
    "confirm",
    "create_measure",
    "drop_measure",
    "due_from",
    "end_screen",
    "escalate",
    "finish_step",
    "gather",
    "grant_reader",
    "guard_text",
    "hand_on",
    "hand_to",
    "link",
    "make_master",
    "make_screen",
    "mark_arrived",
    "mark_dispatched",
    "measure_effect",
    "merge",
    "move_deadline",
    "names_informant",
    "note_case_of_contact",
    "object_",
    "open_case_of_contact",
    "open_informant",
    "open_screen",
    "open_statement",
    "plan_care_contacts",
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
    "restore_macro",
    "resume_answer",
    "retire_macro",
    "reveal_contact",
    "revisit",
    "revoke_reader",
    "screen_seen",
    "seal",
    "set_priority",
    "split",
    "start_measure",
    "take",
    "take_out",
    "tell_informant",
    "unlink",
    "unmerge",
    "wait_for",
    "write_in",
]
