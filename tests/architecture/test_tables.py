"""Foreign keys and migrations: what an import checker cannot see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from django.test.utils import isolate_apps

from tests.architecture.floors import floors, package_of


def wrong_keys(all_models: Iterable[type[Model]]) -> list[str]:
    """Return the relations that point upwards, sideways, or without PROTECT or CASCADE chosen."""
    heights = floors()
    found = []
    for model in all_models:
        here = package_of(model.__module__)
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not isinstance(field, models.ForeignKey | models.ManyToManyField) or target is None:
                continue
            if not target.__module__.startswith("gridhall."):
                continue
            there = package_of(target.__module__)
            if here != there and heights[there] >= heights[here]:
                found.append(f"{model.__module__}.{model.__name__}.{field.name} → {there}")
    return found


def our_models() -> list[type[Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("gridhall.")]


def test_foreign_keys_point_downwards() -> None:
    assert wrong_keys(our_models()) == []


@isolate_apps("gridhall.metering", "gridhall.billing", "gridhall.customers")
@pytest.mark.parametrize(
    ("source", "target", "caught"),
    [
        ("metering", "billing", True),
        ("customers", "tariffs", True),
        ("billing", "metering", False),
        ("billing", "billing", False),
    ],
)
def test_a_key_pointing_up_or_sideways_is_caught(source: str, target: str, caught: bool) -> None:
    goal = type("Goal", (models.Model,), _attributes(target))
    key = models.ForeignKey(goal, on_delete=models.PROTECT)
    seeded = type("Seeded", (models.Model,), {**_attributes(source), "key": key})

    assert bool(wrong_keys([seeded])) is caught


def _attributes(package: str) -> dict[str, Any]:
    meta = type("Meta", (), {"app_label": package})
    return {"__module__": f"gridhall.{package}.models", "Meta": meta}


@pytest.mark.django_db
def test_migrations_are_one_line() -> None:
    """Two branches of migrations mean that two people changed one context at once."""
    loader = MigrationLoader(connection)
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("gridhall.")}

    branched = [label for label in ours if len(loader.graph.leaf_nodes(label)) > 1]

    assert branched == []
    assert loader.detect_conflicts() == {}


def test_no_model_orders_itself() -> None:
    """An order hidden in the model costs every query; selectors name theirs (convention 10)."""
    assert [m.__name__ for m in our_models() if m._meta.ordering] == []


def test_money_and_energy_are_never_float() -> None:
    fields = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FloatField)
    ]

    assert fields == []
