"""The acts on customer files that need a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gridhall.customers.parts import part_of
from gridhall.foundation.approvals.registry import ApprovalKind, register

if TYPE_CHECKING:
    from gridhall.foundation.approvals.models import ApprovalRequest


def register_all() -> None:
    """Make the kinds known; called once when the app starts."""
    from .services import _corrections, _merging

    register(
        ApprovalKind(
            code=_corrections.KIND,
            label=_("Correction of a customer file"),
            action="customers.review",
            apply=_corrections.let_in,
            refuse=_corrections.turn_down,
            describe=describe,
        )
    )
    register(
        ApprovalKind(
            code=_merging.MERGE,
            label=_("Merge of two customers"),
            action="customers.merge",
            apply=_merging.merge_approved,
            refuse=_merging.merge_refused,
            describe=describe_merge,
        )
    )
    register(
        ApprovalKind(
            code=_merging.SPLIT,
            label=_("Undoing a merge of customers"),
            action="customers.merge",
            apply=_merging.split_approved,
            describe=describe_merge,
        )
    )


def describe(request: ApprovalRequest) -> list[tuple[Any, Any]]:
    """Return what is to be set right: the part, the fields, the day; no personal values."""
    part = part_of(request.payload["part"])
    fields = [str(part.field(name).label) for name in request.payload["fields"]]
    return [
        (_("Part of the file"), part.label),
        (_("Fields"), ", ".join(fields)),
        (_("Holds from"), request.payload["from_day"]),
    ]


def describe_merge(request: ApprovalRequest) -> list[tuple[Any, Any]]:
    """Return whose accounts become whose; names masked, account numbers in full."""
    from .selectors import parties_in_words

    survivor, absorbed = (request.payload["survivor"], request.payload["absorbed"])
    words = parties_in_words([survivor, absorbed])
    return [(_("Stays"), words[survivor]), (_("Goes into it"), words[absorbed])]
