"""Writes of the service desk."""

from ._contacts import (
    assign_contacts,
    cancel_contact,
    note_case_of_contact,
    plan_contact,
    record_attempt,
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
    "assign_contacts",
    "blotted",
    "cancel_contact",
    "grant_reader",
    "guard_text",
    "names_informant",
    "note_case_of_contact",
    "open_informant",
    "open_statement",
    "plan_contact",
    "record_attempt",
    "revoke_reader",
    "seal",
    "tell_informant",
]
