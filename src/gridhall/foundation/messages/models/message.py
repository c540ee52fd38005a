"""What stands in the box of an account or an employee."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .choices import Channel as Channels


class Message(models.Model):
    """One message to a customer's account or to an employee.

    The text is made from ``template`` and ``params`` when it is shown, in the reader's language;
    ``version`` is the published text it was sent with (empty: the text that came with the code).
    ``account_ref`` is the id of the account (a higher context, so no foreign key).
    ``dedup_key`` names the occasion: nobody is told the same thing twice.
    """

    Channel = Channels

    template = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    version = models.ForeignKey(
        "messaging.TemplateVersion", models.PROTECT, null=True, related_name="+"
    )
    channel = models.CharField(max_length=20, choices=Channels.choices, default=Channels.IN_APP)
    account_ref = models.BigIntegerField(null=True)
    employee = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    dedup_key = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account_ref__isnull=False, employee__isnull=True)
                | Q(account_ref__isnull=True, employee__isnull=False),
                name="message_has_one_recipient",
            ),
        ]
        indexes = [
            models.Index(fields=["account_ref", "-id"], name="message_by_account"),
            models.Index(fields=["employee", "-id"], name="message_by_employee"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.dedup_key}"
