"""What proves who signs in: phones, one-time codes, devices.

Passwords belong to ``identity.User``; second factors and sessions are tables of allauth.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField

TRIES_LIMIT = 20  # the table's own bound; the real one is a setting


class VerifiedPhone(models.Model):
    """The mobile phone of a customer's login, proven by a one-time code.

    A phone belongs to one login and a login has one phone. ``phone_index`` is the blind index.
    """

    user = models.OneToOneField("identity.User", models.PROTECT, related_name="+")
    phone = EncryptedTextField()
    phone_index = models.BinaryField(max_length=16, unique=True)
    verified_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"phone of user {self.user_id}"


class OneTimeCode(models.Model):
    """A code sent to a phone for one purpose. Only its keyed hash is kept, for a few minutes.

    ``tries`` counts wrong and right entries; ``address_index`` is the blind index of the network
    address that asked, for the limit per address.
    """

    class Purpose(models.TextChoices):
        LOG_IN = "LOG_IN", _("Log in or open a login")
        RESET = "RESET", _("New password")
        BIND = "BIND", _("Phone of a login")
        CONFIRM = "CONFIRM", _("Confirmation of a sensitive act")

    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    user = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    phone = EncryptedTextField()
    phone_index = models.BinaryField(max_length=16)
    address_index = models.BinaryField(max_length=16)
    code_hash = models.BinaryField(max_length=16)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    spent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="one_time_code_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(tries__lte=TRIES_LIMIT), name="one_time_code_tries_bounded"
            ),
        ]
        indexes = [
            models.Index(fields=["phone_index", "-created_at"], name="one_time_code_by_phone"),
            models.Index(fields=["address_index", "-created_at"], name="one_time_code_by_address"),
            models.Index(fields=["created_at"], name="one_time_code_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.created_at:%Y-%m-%d %H:%M}"


class KnownDevice(models.Model):
    """A browser somebody has signed in with before, known by a random cookie.

    Only the hash of the cookie is kept; ``label`` is what the browser says of itself.
    """

    user = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    token_hash = models.BinaryField(max_length=32)
    label = models.CharField(max_length=80)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "token_hash"], name="known_device_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.label}"


class TemporaryPassword(models.Model):
    """Somebody else knows this login's password: it opens nothing but the page for a new one.

    After ``expires_at`` it opens nothing at all. The row goes when the person sets her own.
    """

    user = models.OneToOneField("identity.User", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("given_at")), name="temporary_password_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return f"temporary password of user {self.user_id}"
