"""What customers answered, and what a low score started."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField

from .choices import AnswerChannel


class SurveyAnswer(models.Model):
    """One answer (调查答复); an invitation has at most one, whatever way it came.

    ``score`` is the mark of the question ``overall``; ``is_satisfied`` and ``is_low`` were judged
    by ``rule``. ``taken_by`` wrote down what a customer said on the telephone or in a hall.
    """

    invitation = models.OneToOneField(
        "engagement.SurveyInvitation", models.PROTECT, related_name="answer"
    )
    questionnaire = models.ForeignKey("engagement.Questionnaire", models.PROTECT, related_name="+")
    rule = models.ForeignKey("engagement.SatisfactionRule", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=AnswerChannel.choices)
    score = models.PositiveSmallIntegerField()
    is_satisfied = models.BooleanField()
    is_low = models.BooleanField()
    has_text = models.BooleanField(default=False)
    taken_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=5), name="survey_score_is_on_the_scale"
            ),
            models.CheckConstraint(
                condition=~(Q(is_satisfied=True) & Q(is_low=True)),
                name="survey_score_is_not_low_and_satisfied",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["LINK", "PORTAL"], taken_by__isnull=True)
                | Q(channel__in=["PHONE", "HALL"]),
                name="survey_answer_by_oneself_has_no_clerk",
            ),
        ]
        indexes = [models.Index(fields=["-answered_at"], name="survey_answer_by_time")]

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.score}"


class SurveyAnswerItem(models.Model):
    """The answer to one question: a mark, or a text (encrypted: it may name people)."""

    answer = models.ForeignKey("engagement.SurveyAnswer", models.PROTECT, related_name="items")
    question = models.CharField(max_length=40)
    mark = models.PositiveSmallIntegerField(null=True)
    text = EncryptedTextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "question"], name="survey_question_answered_once"
            ),
            models.CheckConstraint(
                condition=Q(mark__isnull=True) | Q(mark__gte=1, mark__lte=5),
                name="survey_mark_is_on_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class FollowUp(models.Model):
    """What a low score started (回访跟进): once an answer, worked on at the service desk."""

    class Status(models.TextChoices):
        WAITING = "WAITING", _("Not yet handed over")
        OPENED = "OPENED", _("Handed to the service desk")
        CLOSED = "CLOSED", _("Dealt with")

    answer = models.OneToOneField(
        "engagement.SurveyAnswer", models.PROTECT, related_name="follow_up"
    )
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    contact_ref = models.BigIntegerField(null=True)
    case_number = models.CharField(max_length=30, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    note = EncryptedTextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="CLOSED") | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="follow_up_closed_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["organisation", "status"], name="follow_up_by_unit")]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.status}"
