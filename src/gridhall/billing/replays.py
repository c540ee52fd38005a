"""Last month's bills rated again with the draft of a tariff book (试算): what changes for whom."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy


class TariffReplay(models.Model):
    """One replay of a month's issued bills with one text of a draft.

    ``text_hash`` and ``library_hash`` say what was compared. ``law_on`` is the day whose law is
    taken where the draft begins after the month; empty: the days of the bills themselves.
    ``last_bill_id`` is how far it is: a killed worker goes on behind it.
    """

    class Status(models.TextChoices):
        RUNNING = "RUNNING", pgettext_lazy("replay", "Running")
        DONE = "DONE", pgettext_lazy("replay", "Done")

    draft = models.ForeignKey("tariffs.TariffDraft", models.PROTECT, related_name="replays")
    text_hash = models.CharField(max_length=64)
    library_hash = models.CharField(max_length=64)
    period_start = models.DateField()
    law_on = models.DateField(null=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    expected = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    last_bill_id = models.BigIntegerField(default=0)
    started_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "text_hash", "library_hash", "period_start"],
                name="tariff_replay_once_per_text_and_month",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("expected"), done__gte=0), name="tariff_replay_done_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.period_start}"


class TariffReplayRow(models.Model):
    """One bill as issued and as the draft would have it; ``after`` is empty where it refuses."""

    replay = models.ForeignKey("billing.TariffReplay", models.PROTECT, related_name="rows")
    bill = models.ForeignKey("billing.Bill", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    price_class = models.CharField(max_length=30)
    before = models.DecimalField(max_digits=16, decimal_places=2)
    after = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    size = models.DecimalField(max_digits=16, decimal_places=2)
    refusal = models.CharField(max_length=40, blank=True)
    reason_zh = models.CharField(max_length=300, blank=True)
    reason_en = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["replay", "bill"], name="tariff_replay_bill_once"),
            models.CheckConstraint(
                condition=Q(after__isnull=False, refusal="") | (Q(after__isnull=True)
                                                                & ~Q(refusal="")),
                name="tariff_replay_rated_or_refused",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["replay", "-size", "id"], name="tariff_replay_by_size")]

    def __str__(self) -> str:
        return f"{self.replay_id} {self.bill_id}"
