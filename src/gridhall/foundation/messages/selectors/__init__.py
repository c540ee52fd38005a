"""Reads of messages: boxes, deliveries, texts, campaigns, letters from outside, rules."""

from ._box import (
    MessageView,
    to_accounts,
    to_employee,
    unread_by_accounts,
    unread_by_employee,
)
from ._texts import box_versions, versions_in_force

__all__ = [
    "MessageView",
    "box_versions",
    "to_accounts",
    "to_employee",
    "unread_by_accounts",
    "unread_by_employee",
    "versions_in_force",
]
