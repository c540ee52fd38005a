"""Counters behind the numbers that people read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class NumberSequence(models.Model):
    """One counter: ``code`` says for what (bill, receipt); each ``period`` starts at 1."""

    code = models.CharField(max_length=30)
    period = models.CharField(max_length=10, blank=True)
    next_value = models.BigIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "period"], name="number_sequence_once"),
            models.CheckConstraint(condition=Q(next_value__gte=1), name="number_sequence_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.period}: {self.next_value}"
