"""The catalogue of a new installation: topics, causes, prepared texts (``catalogue/*.yaml``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps.registry import Apps
from django.apps.registry import apps as current_apps

CATALOGUE = Path(__file__).parent / "catalogue"


@cache
def read(name: str) -> dict[str, Any]:
    """Return one file of the catalogue as plain data."""
    text = (CATALOGUE / f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def topic_rows() -> list[dict[str, Any]]:
    """Return the topics as the fields of their rows."""
    book = read("topics")
    return [
        {
            "kind": kind, "category": category, "code": code, "title_zh": chinese,
            "title_en": english, "handler_role": group["role"],
            "priority": group.get("priority", 0), "hints": hints,
            "valid_from": book["valid_from"], "source": group["source"],
        }
        for kind, categories in book["kinds"].items()
        for category, group in categories.items()
        for code, chinese, english, hints in group["topics"]
    ]  # fmt: skip


def cause_rows() -> list[dict[str, Any]]:
    """Return the causes as the fields of their rows."""
    book = read("causes")
    return [
        {
            "code": code, "title_zh": chinese, "title_en": english, "weak_point": weak_point,
            "valid_from": book["valid_from"], "source": book["source"],
        }
        for weak_point, causes in book["weak_points"].items()
        for code, chinese, english in causes
    ]  # fmt: skip


def macro_rows() -> list[dict[str, Any]]:
    """Return the prepared texts as the fields of their rows."""
    return [
        {
            "code": code, "kinds": kinds, "title_zh": title_zh, "title_en": title_en,
            "body_zh": body_zh, "body_en": body_en,
        }
        for code, (kinds, title_zh, title_en, body_zh, body_en) in read("macros")["macros"].items()
    ]  # fmt: skip


def create_catalogue(*, using: str, apps: Apps = current_apps, **_: object) -> None:
    """Add what the catalogue has and the tables have not: after migrating and after a flush.

    Rows that exist stay as they are: a changed topic is a new dated entry of the file. Waits for
    a later run while the tables are missing.
    """
    try:
        models = {name: apps.get_model("servicedesk", name) for name in ("Topic", "Cause", "Macro")}
    except LookupError:
        return
    for name, rows in (("Topic", topic_rows()), ("Cause", cause_rows()), ("Macro", macro_rows())):
        model = models[name]
        model.objects.using(using).bulk_create(
            [model(**row) for row in rows], ignore_conflicts=True
        )
