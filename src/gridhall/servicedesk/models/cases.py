"""The case (工单) and what happened in it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField

from .choices import Area, CaseChannel, Finding, Kind, Party, Priority, Status

User = settings.AUTH_USER_MODEL
OPEN = Q(status__in=["RECEIVED", "IN_PROGRESS", "WAITING_CUSTOMER", "WAITING_THIRD", "ANSWERED"])

WHOLE = Q(part_of__isnull=False)
#: What statistics count: each matter once, reports of wrongdoing apart.
COUNTED = Q(sealed=False, part_of__isnull=True)

#: Worked on by another unit than the customer's. Said without “not”, so that the index fits.
HANDED = Q(handler_organisation__lt=F("organisation")) | Q(
    handler_organisation__gt=F("organisation")
)


def empty(*fields: str) -> Q:
    """Say that encrypted texts hold nothing: their content cannot be compared, their length can."""
    rule = Q()
    for field in fields:
        rule &= Q(Exact(Length(field), 0))
    return rule


NAMES_NOBODY = empty("contact_name", "contact_phone", "contact_email") & Q(
    account__isnull=True, contact_phone_index__isnull=True
)


class Case(models.Model):
    """One matter somebody brought before the company (工单), from receipt to satisfaction.

    ``summary`` is one line without personal values; ``text`` is what was said, encrypted;
    ``search_tokens`` hold keyed hashes of fragments of summary and name, as an account's do. Of a
    ``sealed`` case (举报) neither account nor contact stands here: its informant lies in
    ``SealedInformant``. ``gathered_by`` is the master case of a mass event, ``merged_into`` the
    case that goes on in its place, ``repeat_of`` the closed case it repeats, ``part_of`` the case
    it was split off from. The moments (``…_at``) are when the event happened the last time; the
    clocks of the standards keep all.
    """

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    topic = models.ForeignKey("servicedesk.Topic", models.PROTECT, null=True, related_name="+")
    category = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=20, choices=CaseChannel.choices)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.RECEIVED)
    priority = models.SmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    area = models.CharField(max_length=10, choices=Area.choices, blank=True)
    grade = models.CharField(max_length=20, blank=True)
    escalation_level = models.PositiveSmallIntegerField(default=0)
    summary = models.CharField(max_length=120)
    search_tokens = ArrayField(models.BigIntegerField(), default=list)
    text = EncryptedTextField(default="")
    place = EncryptedTextField(default="")
    # by these cases are found through the indexes below
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    account = models.ForeignKey(
        "customers.Account", models.PROTECT, null=True, related_name="+", db_index=False
    )
    contact_name = EncryptedTextField(default="")
    contact_phone = EncryptedTextField(default="")
    contact_phone_index = models.BinaryField(max_length=16, null=True)
    contact_email = EncryptedTextField(default="")
    anonymous = models.BooleanField(default=False)
    wants_reply = models.BooleanField(default=True)
    sealed = models.BooleanField(default=False)
    is_master = models.BooleanField(default=False)
    gathered_by = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="gathered", db_index=False
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    repeat_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeats")
    part_of = models.ForeignKey(  # found by case_by_whole
        "self", models.PROTECT, null=True, related_name="parts", db_index=False
    )
    handler_role = models.CharField(max_length=30, blank=True)
    handler_organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    handler = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    held_by = models.CharField(max_length=12, choices=Party.choices, default=Party.COMPANY)
    finding = models.CharField(max_length=20, choices=Finding.choices, blank=True)
    cause = models.ForeignKey("servicedesk.Cause", models.PROTECT, null=True, related_name="+")
    liable = models.CharField(max_length=12, choices=Party.choices, blank=True)
    liable_organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+"
    )
    satisfied = models.BooleanField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    first_response_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    proposed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    revisited_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    registered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_customer = models.BooleanField(default=False)
    dedup_key = models.CharField(max_length=120, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed=False) | (NAMES_NOBODY & Q(search_tokens=[])),
                name="sealed_case_names_nobody",
            ),
            models.CheckConstraint(
                condition=Q(anonymous=False) | NAMES_NOBODY, name="anonymous_case_names_nobody"
            ),
            models.CheckConstraint(
                condition=(Q(status="CLOSED") & Q(closed_at__isnull=False))
                | (~Q(status="CLOSED") & Q(closed_at__isnull=True)),
                name="case_closed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=(Q(status="MERGED") & Q(merged_into__isnull=False))
                | (~Q(status="MERGED") & Q(merged_into__isnull=True)),
                name="merged_case_names_the_other",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id"))
                & ~Q(gathered_by=F("id"))
                & ~Q(repeat_of=F("id"))
                & ~Q(part_of=F("id")),
                name="case_points_at_another",
            ),
            models.CheckConstraint(condition=~Q(summary=""), name="case_says_what_it_is"),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)),
                name="case_rating_1_to_5",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="case_by_organisation"),
            models.Index(fields=["organisation", "kind", "status", "-id"], name="case_by_kind"),
            models.Index(fields=["handler", "-id"], name="case_open_by_handler", condition=OPEN),
            models.Index(
                fields=["organisation", "due_at"], name="case_open_by_due", condition=OPEN
            ),
            models.Index(fields=["account", "-id"], name="case_by_account"),
            models.Index(
                fields=["account", "topic", "-closed_at"], name="case_closed_by_account",
                condition=Q(status="CLOSED"),
            ),
            models.Index(fields=["contact_phone_index"], name="case_by_phone"),
            models.Index(fields=["gathered_by"], name="case_by_master"),
            models.Index(fields=["organisation", "-registered_at"], name="case_by_time"),
            models.Index(
                fields=["-closed_at"], name="case_by_closing", condition=Q(closed_at__isnull=False)
            ),
            models.Index(fields=["part_of"], name="case_by_whole", condition=WHOLE),
            models.Index(
                fields=["registered_at"], name="case_counted", condition=COUNTED,
                include=["organisation", "kind", "category", "topic", "cause", "finding",
                         "channel", "area", "grade"],
            ),
            models.Index(
                fields=["registered_at", "organisation"], name="case_sealed_by_time",
                condition=Q(sealed=True),
            ),
            GinIndex(fields=["search_tokens"], name="case_search"),
            models.Index(
                fields=["-id"], name="case_open_counted", condition=OPEN,
                include=["organisation", "kind", "status", "due_at", "handler",
                         "escalation_level", "sealed", "received_at"],
            ),
            models.Index(fields=["channel", "-id"], name="case_by_channel"),
            models.Index(fields=["-id"], name="case_master", condition=Q(is_master=True)),
            models.Index(
                fields=["organisation", "-id"], name="case_escalated",
                condition=Q(escalation_level__gt=0),
            ),
            models.Index(
                fields=["organisation", "-id"], name="case_urgent", condition=Q(priority__gt=0)
            ),
            models.Index(
                fields=["organisation", "-id"], name="case_unsatisfied",
                condition=Q(satisfied=False),
            ),
            models.Index(fields=["handler_organisation"], name="case_handed", condition=HANDED),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"case {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether something may still happen in it."""
        return self.status not in ("CLOSED", "CANCELLED", "MERGED")


class CaseEntry(models.Model):
    """One turn of the conversation, or a note inside the company (沟通记录). Never changed."""

    class EntryKind(models.TextChoices):
        MESSAGE = "MESSAGE", _("Message of the customer")
        REPLY = "REPLY", _("Reply to the customer")
        REMARK = "REMARK", _("Internal remark")
        CALL = "CALL", _("Call")
        VISIT = "VISIT", _("Visit")
        PROPOSAL = "PROPOSAL", _("Proposed solution")
        ANSWER = "ANSWER", _("Answer to the customer")
        OBJECTION = "OBJECTION", _("Objection of the customer")
        EVENT = "EVENT", _("What happened")

    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    shown_to_customer = models.BooleanField(default=False)
    code = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict)
    body = EncryptedTextField(default="")
    channel = models.CharField(max_length=20, choices=CaseChannel.choices, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_customer = models.BooleanField(default=False)
    dedup_key = models.CharField(max_length=120, unique=True, null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="entry_by_case")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="REMARK") | Q(shown_to_customer=False),
                name="remark_stays_inside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of case {self.case_id}"


class CaseStatusChange(models.Model):
    """A step of a case from one status to another (状态变更记录). Never changed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="status_changes")
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, choices=Status.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="status_change_by_case")]

    def __str__(self) -> str:
        return f"case {self.case_id}: {self.before} to {self.after}"


class Custody(models.Model):
    """Who held a case and for how long (责任时段): one party at every moment, never two."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="custodies")
    party = models.CharField(max_length=12, choices=Party.choices)
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+"
    )
    role = models.CharField(max_length=30, blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    start = models.DateTimeField()
    end = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="custody_runs_forward"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(end__isnull=True), name="case_held_by_one"
            ),
            ExclusionConstraint(
                name="custodies_do_not_overlap",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (
                        Func(F("start"), F("end"), function="tstzrange",
                             output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"case {self.case_id} held by {self.party}"


class CaseLink(models.Model):
    """Two cases that belong together (关联工单), and how."""

    class LinkKind(models.TextChoices):
        RELATED = "RELATED", _("Related")
        DUPLICATE = "DUPLICATE", _("The same matter")
        SPLIT = "SPLIT", _("Split off")

    case = models.ForeignKey(Case, models.PROTECT, related_name="links")
    other = models.ForeignKey(Case, models.PROTECT, related_name="linked_by")
    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "other", "kind"], condition=Q(ended_at__isnull=True),
                name="linked_once",
            ),
            models.CheckConstraint(condition=~Q(case=F("other")), name="linked_to_another"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"case {self.case_id} {self.kind} {self.other_id}"
