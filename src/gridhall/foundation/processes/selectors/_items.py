"""Work items as a reader sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gridhall.foundation.identity.roles import Role
from gridhall.foundation.identity.selectors import Scope

from .. import rights, versions
from ..definition import Choice, Definition, Field, FormField, Title
from ..errors import UnableToAct
from ..models import StepLog, WorkItem

URGENT_FROM = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemView:
    """One work item. ``version`` goes back with ``services.complete`` as ``seen_version``."""

    id: int
    instance_id: int
    process: str
    step: str
    role: str
    organisation_id: int
    organisation: str
    status: str
    assignee_id: int | None
    assignee: str
    priority: int
    due_at: datetime | None
    created_at: datetime
    done_at: datetime | None
    subject_type: str
    subject_id: str
    subject_label: str
    version: int
    definition: Definition = field(repr=False)

    @property
    def item_id(self) -> int:
        """Return the id, by the name that the services use."""
        return self.id

    @property
    def process_title(self) -> Title:
        """Return what the process is called."""
        return self.definition.title

    @property
    def step_title(self) -> Title:
        """Return what is to be done."""
        return self.definition.steps[self.step].title

    @property
    def role_label(self) -> str:
        """Return the role in the reader's language."""
        return str(Role(self.role).label) if self.role in Role.values else self.role

    @property
    def outcomes(self) -> tuple[Choice, ...]:
        """Return how the task can end."""
        return self.definition.steps[self.step].outcomes

    @property
    def form(self) -> tuple[tuple[FormField, Field], ...]:
        """Return the fields that the task asks for."""
        asked = self.definition.steps[self.step].form
        return tuple((one, self.definition.fields[one.name]) for one in asked)

    @property
    def is_urgent(self) -> bool:
        """Whether it goes before what is only due."""
        return self.priority >= URGENT_FROM

    @property
    def first_outcome(self) -> str:
        """Return how the task mostly ends: the first outcome it declares."""
        return self.outcomes[0].code if self.outcomes else ""

    def is_overdue(self, at: datetime) -> bool:
        """Tell whether it should have been done by now."""
        return self.status == WorkItem.Status.OPEN and self.due_at is not None and self.due_at < at


#: What stands in the row itself and is shown as it is.
PLAIN = (
    "id", "instance_id", "process", "step", "role", "organisation_id", "status", "assignee_id",
    "priority", "due_at", "created_at", "done_at", "subject_type", "subject_id", "subject_label",
    "version",
)  # fmt: skip


def rows() -> QuerySet[WorkItem]:
    """Return all items with what the rules about them need."""
    related = WorkItem.objects.select_related("instance__definition", "assignee", "organisation")
    return related.defer("instance__definition__text")


def views(found: QuerySet[WorkItem]) -> list[WorkItemView]:
    """Return items as they are shown, in one query that reads no more than that."""
    plain = found.values_list(
        *PLAIN, "organisation__name", "assignee__display_name", "assignee__username",
        "instance__definition_id", "instance__definition__digest",
    )  # fmt: skip
    return [of_values(one) for one in plain]


#: The same for a query written by hand, whose items are called ``w``.
SHOWN = ", ".join(
    [f"w.{name}" for name in PLAIN]
    + ["o.name", "u.display_name", "u.username", "i.definition_id", "d.digest"]
)
RELATED = """
    JOIN processes_processinstance i ON i.id = w.instance_id
    JOIN processes_processdefinition d ON d.id = i.definition_id
    JOIN identity_organisation o ON o.id = w.organisation_id
    LEFT JOIN identity_user u ON u.id = w.assignee_id
"""


def of_values(one: Sequence[Any]) -> WorkItemView:
    """Return an item as it is shown from its values: PLAIN, then those of what is related."""
    unit, display_name, username, definition_id, digest = one[-5:]
    return WorkItemView(
        **dict(zip(PLAIN, one, strict=False)), organisation=unit,
        assignee=display_name or username or "",
        definition=versions.parsed_by(definition_id, digest),
    )  # fmt: skip


def view(item: WorkItem) -> WorkItemView:
    """Return an item as it is shown."""
    return WorkItemView(
        **{name: getattr(item, name) for name in PLAIN}, organisation=item.organisation.name,
        assignee=str(item.assignee) if item.assignee else "",
        definition=versions.parsed(item.instance.definition),
    )  # fmt: skip


def items_of(
    *, subject_type: str, subject_id: object, only_open: bool = True
) -> list[WorkItemView]:
    """Return the work items of a subject, those of its sub-processes included, in their order.

    Who may see the subject is the context's to check.
    """
    found = WorkItem.objects.filter(subject_type=subject_type, subject_id=str(subject_id))
    if only_open:
        found = found.filter(status=WorkItem.Status.OPEN)
    return views(found.order_by("id"))


def item_of(
    *, item_id: int, user_id: int, at: datetime, scope: Scope | None = None
) -> WorkItemView | None:
    """Return one item, if she has it, may do it, or it lies in ``scope`` (of ``work.assign``)."""
    item = rows().filter(pk=item_id).first()
    if item is None or not rights.is_open_to(user_id=user_id, item=item, at=at):
        return None
    mine = user_id in (item.assignee_id, item.done_by_id)
    if mine or (scope is not None and scope.holds(item.organisation_id)):
        return view(item)
    owners = rights.owners_at(
        user_id=user_id, role=item.role, organisation_id=item.organisation_id, at=at
    )
    return view(item) if owners else None


def may_do(*, item_id: int, user_id: int, at: datetime) -> bool:
    """Tell whether she may take or finish an open item: nobody else has it, and she may do it."""
    item = rows().filter(pk=item_id, status=WorkItem.Status.OPEN).first()
    if item is None:
        return False
    try:
        return rights.demand_to_do(user_id=user_id, item=item, at=at)
    except UnableToAct:
        return False


def targets_of(*, item_id: int) -> list[tuple[str, Title]]:
    """Return the tasks to which an open item may be sent back, in the order of the definition."""
    item = rows().filter(pk=item_id, status=WorkItem.Status.OPEN).first()
    if item is None:
        return []
    definition = versions.parsed(item.instance.definition)
    log = StepLog.objects.filter(instance_id=item.instance_id, kind=StepLog.Kind.DONE)
    done = set(log.values_list("step", flat=True))
    return [
        (step.id, step.title)
        for step in definition.tasks()
        if step.id in done
        and step.id != item.step
        and definition.encloses(outer=step.id, inner=item.step)
    ]
