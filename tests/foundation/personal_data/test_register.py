"""Every column that says something about a person is in the register of processing."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.apps import apps
from django.db import models

from gridhall.foundation.identity.roles import Sensitivity
from gridhall.foundation.personal_data import register, rules, subjects
from gridhall.foundation.privacy.fields import EncryptedTextField

SMELLS = re.compile(
    r"(^|_)(name|surname|phone|mobile|email|address|id_document|identity|person|persons|contact|"
    r"legal_representative|bank|bank_code|account_manager|care|birth|born|gender|household|"
    r"known_as|nickname|relation|proof_note|sender|ip|user_agent|latitude|longitude)($|_)"
)
THINGS = re.compile(r"(file|task|list|template|event|class|group|column|field)_name$")
KINDS = (models.CharField, models.TextField, models.GenericIPAddressField, EncryptedTextField)
#: Tables of the libraries below us hold log-in names and the like under these apps.
OURS = "gridhall."


def columns() -> list[tuple[str, models.Field]]:
    """Return every column of our own models, ``customers.Party.name``."""
    return [
        (f"{model._meta.label}.{column.name}", column)
        for model in apps.get_models()
        if model.__module__.startswith(OURS)
        for column in model._meta.local_concrete_fields
    ]


@pytest.mark.requirement("R4")
def test_every_encrypted_field_is_declared():
    missing = [
        name
        for name, column in columns()
        if isinstance(column, EncryptedTextField) and name not in fields()
    ]
    assert missing == [], "declare them in <context>/personal_data.py"


def test_every_column_that_sounds_personal_is_declared_or_said_to_be_harmless():
    missing = [
        name
        for name, column in columns()
        if isinstance(column, KINDS)
        and SMELLS.search(column.name)
        and not THINGS.search(column.name)
        and not column.choices
        and not register.is_declared(name)
    ]
    assert missing == [], "declare or declare_harmless(reason, …) in <context>/personal_data.py"


def fields() -> set[str]:
    """Return the names of the declared fields."""
    return {one.name for one in register.all_fields()}


def test_the_register_names_only_what_there_is():
    known = {name for name, _column in columns()}
    models_known = {name.rpartition(".")[0] for name in known}
    assert fields() <= known
    harmless = set(register.harmless())
    assert {one for one in harmless if one not in known | models_known} == set()


@pytest.mark.parametrize("one", register.all_fields(), ids=lambda one: one.name)
def test_a_field_says_why_and_how_long(one):
    assert str(one.label)
    assert str(one.purpose)
    rule = rules.retention(one.retention, on=date(2026, 1, 1))
    assert rule.source
    assert rule.zh
    assert rule.en
    if one.sensitivity is Sensitivity.SENSITIVE and one.revealed_as:
        assert one.is_encrypted


def test_what_can_be_revealed_has_a_grade():
    from gridhall.customers.services import _reveal

    for name in _reveal.REVEALABLE:
        assert register.sensitivity_of(name) >= Sensitivity.PERSONAL
    assert register.sensitivity_of("id_document") is Sensitivity.SENSITIVE
    with pytest.raises(KeyError):
        register.sensitivity_of("password")


def test_every_context_with_personal_fields_gives_a_copy_and_lets_go():
    names = {one.name for one in subjects.all_subjects()}
    assert {"customers", "billing", "receivables", "messages", "documents", "audit"} <= names
