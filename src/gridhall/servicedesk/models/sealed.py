"""Who reported wrongdoing: sealed, opened by named persons only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gridhall.foundation.privacy.fields import EncryptedTextField

from .cases import Case

User = settings.AUTH_USER_MODEL


class SealedInformant(models.Model):
    """Who reported (举报人信息): name, phone, e-mail, address, account, all encrypted.

    ``statement`` is the report in the informant's own words where these named the informant: the
    case then holds them without what identifies.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="informant")
    name = EncryptedTextField(default="")
    phone = EncryptedTextField(default="")
    email = EncryptedTextField(default="")
    address = EncryptedTextField(default="")
    account_no = EncryptedTextField(default="")
    statement = EncryptedTextField(default="")
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"informant of case {self.case_id}"


class SealedReader(models.Model):
    """Who may open the informant of one case, by whom named and why (知悉范围)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="sealed_readers")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(revoked_at__isnull=True),
                name="sealed_reader_named_once",
            ),
            models.CheckConstraint(
                condition=~Q(user=F("named_by")), name="sealed_reader_named_by_another"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"reader of case {self.case_id}"


class SealedOpening(models.Model):
    """One opening of an informant's file (开封记录), with its reason. Never changed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="sealed_openings")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"opening of case {self.case_id}"


class SealedWarning(models.Model):
    """A text stopped because it may identify the informant; what it said is not kept."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="sealed_warnings")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "user", "at"], name="sealed_warning_by_writer")]

    def __str__(self) -> str:
        return f"warning in case {self.case_id}"
