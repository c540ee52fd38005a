"""What left the house, or tried to."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField

from .choices import Channel, Purpose


class Delivery(models.Model):
    """One thing to be told to one recipient on one occasion, by whichever way works (投递).

    ``dedup_key`` names the occasion and is unique: whatever happens, there is one row for it,
    and the row is claimed by one worker at a time. Before it is planned a delivery to an account
    has no address: whom to reach, and how, is decided when its time has come. ``params`` and
    ``address`` are encrypted; ``address_mask`` is what screens show. ``token`` is the provider's
    idempotency key, so that a call made twice sends once. ``direct``: the address was given and
    is never replaced. ``tries`` counts the attempts on the present channel.
    """

    class Status(models.TextChoices):
        WAITING = "WAITING", _("Waiting to be sent")
        SENDING = "SENDING", _("Being sent")
        SENT = "SENT", _("Sent")
        DELIVERED = "DELIVERED", _("Arrived")
        BOUNCED = "BOUNCED", _("Came back")
        FAILED = "FAILED", _("Failed")
        IN_DOUBT = "IN_DOUBT", _("In doubt")
        SKIPPED = "SKIPPED", _("Not sent")
        CANCELLED = "CANCELLED", _("Called off")

    class Priority(models.IntegerChoices):
        URGENT = 0, _("Urgent")
        NORMAL = 1, _("Normal")
        BULK = 2, _("Bulk")

    template = models.CharField(max_length=60)
    version = models.ForeignKey(
        "messaging.TemplateVersion", models.PROTECT, null=True, related_name="+"
    )
    params = EncryptedTextField(default="")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    priority = models.SmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    account_ref = models.BigIntegerField(null=True)
    employee = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+"
    )
    campaign = models.ForeignKey(
        "messaging.Campaign", models.PROTECT, null=True, related_name="deliveries"
    )
    dedup_key = models.CharField(max_length=120, unique=True)
    token = models.UUIDField(unique=True)
    direct = models.BooleanField(default=False)
    channel = models.CharField(max_length=20, choices=Channel.choices, blank=True)
    address = EncryptedTextField(default="")
    address_index = models.BinaryField(max_length=16, default=b"")
    address_mask = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=10, blank=True)
    spent_channels = ArrayField(models.CharField(max_length=20), default=list)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    reason = models.CharField(max_length=30, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    cost = models.DecimalField(max_digits=12, decimal_places=4, default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "account_ref"], name="delivery_once_per_campaign"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["SENDING", "SENT", "DELIVERED"]) | ~Q(channel=""),
                name="delivery_sent_by_a_channel",
            ),
            models.CheckConstraint(
                condition=~Q(status="SENT") | Q(sent_at__isnull=False),
                name="delivery_sent_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "due_at", "id"], name="delivery_waiting",
                condition=Q(status="WAITING"),
            ),
            models.Index(
                fields=["claimed_at"], name="delivery_sending", condition=Q(status="SENDING")
            ),
            models.Index(
                fields=["account_ref", "purpose", "-sent_at"], name="delivery_for_caps",
                condition=Q(sent_at__isnull=False),
            ),
            models.Index(fields=["account_ref", "-id"], name="delivery_by_account"),
            models.Index(fields=["campaign", "status"], name="delivery_by_campaign"),
            models.Index(fields=["address_index", "-id"], name="delivery_by_address"),
            models.Index(fields=["organisation", "-id"], name="delivery_by_organisation"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.template} {self.dedup_key}"


class Attempt(models.Model):
    """One try to hand a delivery to a provider; written before it is made, finished after it."""

    class Outcome(models.TextChoices):
        STARTED = "STARTED", _("Not finished")
        ACCEPTED = "ACCEPTED", _("Accepted")
        RETRY = "RETRY", _("Failed for now")
        REFUSED = "REFUSED", _("Refused by the provider")
        BOUNCED = "BOUNCED", _("Address unknown")
        TIMED_OUT = "TIMED_OUT", _("No answer")

    delivery = models.ForeignKey("messaging.Delivery", models.PROTECT, related_name="attempt_rows")
    number = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=20, choices=Channel.choices)
    address_mask = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    detail = models.CharField(max_length=200, blank=True)
    provider_id = models.CharField(max_length=120, blank=True)
    parts = models.PositiveSmallIntegerField(default=1)
    cost = models.DecimalField(max_digits=12, decimal_places=4, default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="attempt_number_once"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="attempt_cost_not_negative"),
        ]
        indexes = [
            models.Index(
                fields=["channel", "provider_id"], name="attempt_by_provider",
                condition=~Q(provider_id=""),
            ),
            models.Index(fields=["channel", "started_at"], name="attempt_by_day"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.number}"
