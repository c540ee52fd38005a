"""Gates: conditions that must be met before a task can be completed.

Three are built in. A context adds its own by name (``ProcessKind.gates``); it may also replace
``documents_complete`` and ``fee_paid`` by a look into its tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop as _

from gridhall.kernel.errors import GridHallError

from .definition import Field, FieldKind, GateUse
from .errors import DocumentsMissing, FeeNotPaid, SecondPersonNeeded
from .shown import Listed

TWO_PERSON, DOCUMENTS, FEE = "two_person", "documents_complete", "fee_paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateQuestion:
    """What a gate is asked: may this person complete this step now?

    ``values`` are those after the step's form was filled in. ``done_by`` names who completed a
    step last.
    """

    instance_id: int
    process: str
    subject_type: str
    subject_id: str
    step: str
    params: Mapping[str, Any]
    values: Mapping[str, Any]
    by_id: int
    at: datetime
    done_by: Callable[[str], int | None]
    fields: Mapping[str, Field]


#: Returns None when the gate is met, otherwise the reason: an error that a user can read.
Gate = Callable[[GateQuestion], GridHallError | None]


def two_person(question: GateQuestion) -> GridHallError | None:
    """Ask for somebody else than who completed the steps named in ``other_than``."""
    for step in _listed(question.params.get("other_than")):
        if question.done_by(step) == question.by_id:
            return SecondPersonNeeded()
    return None


def documents_complete(question: GateQuestion) -> GridHallError | None:
    """Ask that every yes-or-no field named in ``fields`` is yes."""
    missing = [
        question.fields[name]
        for name in _listed(question.params.get("fields"))
        if question.values.get(name) is not True
    ]
    return DocumentsMissing(missing=Listed([one.title for one in missing])) if missing else None


def fee_paid(question: GateQuestion) -> GridHallError | None:
    """Ask that ``paid`` is yes, or at least the number in the field ``due``."""
    paid = question.values.get(question.params["paid"])
    if isinstance(paid, bool) or paid is None:
        return None if paid is True else FeeNotPaid()
    due = question.values.get(question.params.get("due", ""))
    return None if due is not None and Decimal(str(paid)) >= Decimal(str(due)) else FeeNotPaid()


BUILT_IN: dict[str, Gate] = {
    TWO_PERSON: two_person, DOCUMENTS: documents_complete, FEE: fee_paid,
}  # fmt: skip


def params_fault(gate: GateUse, fields: Mapping[str, Field], *, own: bool = False) -> str:
    """Return what is wrong with the parameters of a built-in gate, "" if nothing.

    ``own``: the context has a gate of that name, and knows its parameters itself.
    """
    if own:
        return ""
    kinds = {name: field.kind for name, field in fields.items()}
    if gate.name == TWO_PERSON and (
        set(gate.params) != {"other_than"} or not _listed(gate.params["other_than"])
    ):
        return _("The gate {gate} needs “other_than”: one step or a list of steps.")
    if gate.name == DOCUMENTS:
        names = _listed(gate.params.get("fields"))
        if not names or any(kinds.get(name) != FieldKind.YES_NO for name in names):
            return _("The gate {gate} needs “fields”: a list of yes-or-no fields.")
    if gate.name == FEE:
        paid, due = (str(gate.params.get(one) or "") for one in ("paid", "due"))
        by_amount = kinds.get(paid) == FieldKind.NUMBER and kinds.get(due) == FieldKind.NUMBER
        if not (kinds.get(paid) == FieldKind.YES_NO and not due) and not by_amount:
            return _("The gate {gate} needs “paid”: a yes-or-no field, or a number and “due”.")
    return ""


def steps_named_by(gate: GateUse) -> list[str]:
    """Return the steps that a gate's parameters name."""
    return _listed(gate.params.get("other_than")) if gate.name == TWO_PERSON else []


def _listed(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
