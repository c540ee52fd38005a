"""Accounts (户号) and the supply points (受电点) they are served at."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.foundation.privacy.fields import EncryptedTextField


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
        PROSPECT = "PROSPECT", _("Not connected yet")

    class SizeClass(models.TextChoices):
        """How the company looks after somebody: large customer, small or medium firm, home."""

        LARGE = "LARGE", _("Large customer")
        SMALL_OR_MEDIUM = "SMALL_OR_MEDIUM", _("Small or medium firm")
        HOUSEHOLD = "HOUSEHOLD", _("Household")

    class AreaKind(models.TextChoices):
        """Where it lies: the standards of service differ between town and country."""

        URBAN = "URBAN", _("Urban")
        RURAL = "RURAL", _("Rural")
        OTHER = "OTHER", pgettext_lazy("kind of area", "Other area")

    class Channel(models.TextChoices):
        IN_APP = "IN_APP", _("Online service hall")
        SMS = "SMS", _("Text message")
        EMAIL = "EMAIL", _("E-mail")
        WECHAT = "WECHAT", _("WeChat")
        PHONE = "PHONE", _("Phone call")
        LETTER = "LETTER", _("Letter")

    class Language(models.TextChoices):
        CHINESE = "zh-hans", _("Chinese")
        ENGLISH = "en", _("English")

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
    important_basis = models.CharField(max_length=200, blank=True)
    important_review_on = models.DateField(null=True)
    size_class = models.CharField(max_length=20, choices=SizeClass.choices, blank=True)
    area_kind = models.CharField(max_length=10, choices=AreaKind.choices, blank=True)
    preferred_channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    preferred_language = models.CharField(max_length=10, choices=Language.choices, blank=True)
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
    stands under both accounts, with the address and voltage of each. ``division_code`` is the
    administrative division (行政区划代码, GB/T 2260) of the address; equal addresses, however they
    are typed, have one ``address_index``: that is how the premises (用电地址) are told apart.
    """

    supply_point_no = models.CharField(max_length=20, db_index=True)
    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="supply_points")
    address = EncryptedTextField()
    address_index = models.BinaryField(max_length=16, null=True)
    division_code = models.CharField(max_length=6, blank=True)
    province = models.CharField(max_length=20)
    voltage = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "supply_point_no"], name="supply_point_once_per_account"
            ),
            models.CheckConstraint(
                condition=Q(division_code__regex=r"^(\d{6})?$"), name="division_code_is_six_digits"
            ),
        ]
        indexes = [models.Index(fields=["address_index"], name="supply_point_by_address")]

    def __str__(self) -> str:
        return self.supply_point_no
