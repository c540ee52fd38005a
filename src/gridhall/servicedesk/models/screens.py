"""Wall boards that stand by themselves: a screen on a wall, tied to one board of one unit."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

User = settings.AUTH_USER_MODEL


class WallScreen(models.Model):
    """A screen that shows the figures of one unit and of those below it, without a log-in.

    It is set up once with a code that holds for minutes and works once; then it carries a key of
    its own. Of both only digests are kept. It ends on ``valid_to`` or when somebody ends it.
    """

    name = models.CharField(max_length=60)
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    language = models.CharField(max_length=10, default="zh-hans")
    code_digest = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    key_digest = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    valid_to = models.DateField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code_digest"], condition=~Q(code_digest=""), name="wall_code_once"
            ),
            models.UniqueConstraint(
                fields=["key_digest"], condition=~Q(key_digest=""), name="wall_key_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
