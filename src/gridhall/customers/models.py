"""Customer files (客户档案): who uses electricity, under which account, where."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Reverse
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField


class Party(models.Model):
    """A person or an organisation (用电人), known by one identity document."""

    class Kind(models.TextChoices):
        PERSON = "PERSON", _("Person")
        ORGANISATION = "ORGANISATION", _("Organisation")

    class DocumentKind(models.TextChoices):
        RESIDENT_ID = "RESIDENT_ID", _("Resident identity card")
        CREDIT_CODE = "CREDIT_CODE", _("Unified social credit code")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = EncryptedTextField()
    id_document_kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    id_document = EncryptedTextField()
    id_document_index = models.BinaryField(max_length=16)
    legal_representative = EncryptedTextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id_document_kind", "id_document_index"], name="party_one_per_id_document"
            ),
        ]

    def __str__(self) -> str:
        return f"party {self.pk}"


class Account(models.Model):
    """A customer account (户号): what is billed together.

    ``search_tokens`` hold keyed hashes of fragments of name, pinyin and address, so that any two
    characters find the account although the texts themselves are encrypted.
    """

    class Category(models.TextChoices):
        RESIDENTIAL = "RESIDENTIAL", _("Residential")
        COMMERCIAL = "COMMERCIAL", _("Commercial and small industry")
        LARGE_INDUSTRY = "LARGE_INDUSTRY", _("Large industry")
        PUBLIC_INSTITUTION = "PUBLIC_INSTITUTION", _("Public institution")
        AGRICULTURE = "AGRICULTURE", _("Agriculture")

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE", _("In use")
        CLOSED = "CLOSED", _("Closed")

    class ImportantGrade(models.TextChoices):
        NONE = "", _("Ordinary")
        FIRST = "FIRST", _("Grade one")
        SECOND = "SECOND", _("Grade two")
        TEMPORARY = "TEMPORARY", _("Temporary")

    account_no = models.CharField(max_length=13, unique=True)
    party = models.ForeignKey("customers.Party", models.PROTECT, related_name="accounts")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    category = models.CharField(max_length=20, choices=Category.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    opened_on = models.DateField()
    industry_code = models.CharField(max_length=10, blank=True)
    equipment = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    account_manager = models.CharField(max_length=60, blank=True)
    important_grade = models.CharField(
        max_length=10, choices=ImportantGrade.choices, blank=True, default=""
    )
    care_flags = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    household_persons = models.PositiveSmallIntegerField(null=True)
    prepaid = models.BooleanField(default=False)
    bank_agreement = models.BooleanField(default=False)
    bank_code = models.CharField(max_length=20, blank=True)
    search_tokens = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account_no__regex=r"^(\d{10}|\d{13})$"), name="account_no_is_digits"
            ),
        ]
        indexes = [
            GinIndex(fields=["search_tokens"], name="account_search"),
            models.Index(fields=["organisation", "account_no"], name="account_by_organisation"),
            models.Index(fields=["category", "account_no"], name="account_by_category"),
            models.Index(
                fields=["important_grade", "account_no"],
                name="account_by_important_grade",
                condition=~Q(important_grade=""),
            ),
            models.Index(
                fields=["account_no"], name="account_closed", condition=Q(status="CLOSED")
            ),
            models.Index(
                OpClass(Reverse("account_no"), name="text_pattern_ops"), name="account_by_ending"
            ),
        ]

    def __str__(self) -> str:
        return self.account_no


class SupplyPoint(models.Model):
    """Where the grid meets the customer's installation (受电点), with the account's address there.

    A customer behind another's meter (分表) is supplied at that one's point: the same number then
    stands under both accounts, with the address and voltage of each.
    """

    supply_point_no = models.CharField(max_length=20, db_index=True)
    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="supply_points")
    address = EncryptedTextField()
    province = models.CharField(max_length=20)
    voltage = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "supply_point_no"], name="supply_point_once_per_account"
            ),
        ]

    def __str__(self) -> str:
        return self.supply_point_no


class Contact(models.Model):
    """A way to reach the people behind an account."""

    class Kind(models.TextChoices):
        PHONE = "PHONE", _("Phone")
        EMAIL = "EMAIL", _("E-mail")

    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = EncryptedTextField(default="")
    value = EncryptedTextField()
    value_index = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "value_index"], name="contact_once_per_account"
            ),
        ]
        indexes = [models.Index(fields=["value_index"], name="contact_by_value")]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class PortalAccess(models.Model):
    """The right of a person to see and pay for an account at the portal."""

    user = models.ForeignKey("identity.User", models.PROTECT, related_name="portal_accesses")
    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="portal_accesses")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "account", "valid_from"], name="portal_access_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="portal_access_period_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.account_id}"
