"""The register of personal data: what is held about people, why, by which right, how long.

Each context declares its fields in ``<context>/personal_data.py``; these modules are loaded when
the program starts. A test fails when an encrypted field, or a column whose name sounds personal,
is declared nowhere. The page docs/reference/register-of-processing.md is made from it (PIPL,
articles 28, 51, 55 and 56).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.identity.roles import Sensitivity
from gridhall.foundation.privacy.fields import EncryptedTextField

Text = Any
Mask = Callable[[str], str]


class Basis(models.TextChoices):
    """The legal bases of the Personal Information Protection Law, article 13."""

    CONTRACT = "CONTRACT", _("Needed to conclude or perform a contract")
    LAW = "LAW", _("Needed for a duty laid down by law")
    EMPLOYMENT = "EMPLOYMENT", _("Needed to manage the company's own staff")
    EMERGENCY = "EMERGENCY", _("Needed to protect life, health or property in an emergency")
    CONSENT = "CONSENT", _("Consent of the person, may be withdrawn")


class About(models.TextChoices):
    """Whose data it is."""

    CUSTOMER = "CUSTOMER", _("Customers and their contacts")
    EMPLOYEE = "EMPLOYEE", _("Employees")
    ANYBODY = "ANYBODY", _("Anybody who writes or calls")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalField:
    """One column that says something about a person.

    ``name`` is ``customers.Party.id_document``; ``retention`` a code of ``rules.yaml``; ``mask``
    how it looks to who may not read it whole; ``revealed_as`` its name in "reveal, with reason".
    """

    name: str
    label: Text
    purpose: Text
    sensitivity: Sensitivity
    basis: Basis
    retention: str
    about: About = About.CUSTOMER
    mask: Mask | None = None
    revealed_as: str = ""

    @property
    def model(self) -> str:
        """Return the model, ``customers.Party``."""
        return self.name.rpartition(".")[0]

    @property
    def is_encrypted(self) -> bool:
        """Tell whether it is stored encrypted."""
        column = apps.get_model(self.model)._meta.get_field(self.name.rpartition(".")[2])
        return isinstance(column, EncryptedTextField)


@dataclass(slots=True)
class _Register:
    fields: dict[str, PersonalField] = field(default_factory=dict)
    harmless: dict[str, str] = field(default_factory=dict)


_register = _Register()


def declare(*fields: PersonalField) -> None:
    """Put personal fields into the register."""
    for one in fields:
        _register.fields[one.name] = one


def declare_harmless(reason: str, *names: str) -> None:
    """Say of columns whose names sound personal that they tell of no person, and why."""
    for name in names:
        _register.harmless[name] = reason


def all_fields() -> list[PersonalField]:
    """Return every declared field, by context and name."""
    return [_register.fields[name] for name in sorted(_register.fields)]


def harmless() -> dict[str, str]:
    """Return the columns that only sound personal, with the reason."""
    return dict(_register.harmless)


def is_declared(name: str) -> bool:
    """Tell whether a column is in the register, as personal or as harmless.

    A whole model may be declared harmless: ``billing.BillRun``.
    """
    model = name.rpartition(".")[0]
    return name in _register.fields or name in _register.harmless or model in _register.harmless


def sensitivity_of(revealed_as: str) -> Sensitivity:
    """Return the grade of what is revealed under that name; the highest of those that share it.

    Raises KeyError when nothing is.
    """
    grades = [f.sensitivity for f in _register.fields.values() if f.revealed_as == revealed_as]
    if not grades:
        raise KeyError(revealed_as)
    return max(grades)
