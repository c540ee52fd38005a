"""What tells that something seldom changed has changed."""

from __future__ import annotations

from django.db import models


class Stamp(models.Model):
    """The present version of a set of tables; a trigger gives it a new one with every change."""

    name = models.CharField(max_length=40, primary_key=True)
    version = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
