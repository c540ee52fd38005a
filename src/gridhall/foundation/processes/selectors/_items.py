"""Work items as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
    process_title: Title
    step: str
    step_title: Title
    role: str
    role_label: str
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
    outcomes: tuple[Choice, ...]
    form: tuple[tuple[FormField, Field], ...]

    @property
    def item_id(self) -> int:
        """Return the id, by the name that the services use."""
        return self.id

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


def rows() -> QuerySet[WorkItem]:
    """Return all items with what a view of them needs."""
    related = WorkItem.objects.select_related("instance__definition", "assignee", "organisation")
    return related.defer("instance__definition__text")


def view(item: WorkItem) -> WorkItemView:
    """Return an item as it is shown."""
    definition = versions.parsed(item.instance.definition)
    step = definition.steps[item.step]
    return WorkItemView(
        id=item.pk, instance_id=item.instance_id, process=item.process,
        process_title=definition.title, step=item.step, step_title=step.title, role=item.role,
        role_label=_role(item.role), organisation_id=item.organisation_id,
        organisation=item.organisation.name, status=item.status, assignee_id=item.assignee_id,
        assignee=str(item.assignee) if item.assignee else "", priority=item.priority,
        due_at=item.due_at, created_at=item.created_at, done_at=item.done_at,
        subject_type=item.subject_type, subject_id=item.subject_id,
        subject_label=item.subject_label, version=item.version, outcomes=step.outcomes,
        form=_form(definition, step.form),
    )  # fmt: skip


def _form(definition: Definition, form: Iterable[FormField]) -> tuple[tuple[FormField, Field], ...]:
    return tuple((one, definition.fields[one.name]) for one in form)


def _role(code: str) -> str:
    return str(Role(code).label) if code in Role.values else code


def items_of(
    *, subject_type: str, subject_id: object, only_open: bool = True
) -> list[WorkItemView]:
    """Return the work items of a subject, those of its sub-processes included, in their order.

    Who may see the subject is the context's to check.
    """
    found = rows().filter(subject_type=subject_type, subject_id=str(subject_id))
    if only_open:
        found = found.filter(status=WorkItem.Status.OPEN)
    return [view(item) for item in found.order_by("id")]


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
