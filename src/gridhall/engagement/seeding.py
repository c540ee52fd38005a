"""What a new installation starts with: the target and two questionnaires, to be confirmed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from django.apps.registry import Apps
from django.apps.registry import apps as current_apps

FILE = Path(__file__).with_name("first_surveys.yaml")
WRITTEN = datetime(2020, 1, 1, tzinfo=UTC)


def create_first_surveys(*, using: str, apps: Apps = current_apps, **_: object) -> None:
    """Create rule and questionnaires where there are none: after migrating and after a flush."""
    try:
        rules = apps.get_model("engagement", "SatisfactionRule").objects.using(using)
        papers = apps.get_model("engagement", "Questionnaire").objects.using(using)
    except LookupError:
        return
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    if not rules.exists():
        values: dict[str, Any] = dict(content["rule"])
        verified = values.pop("verified")
        rules.create(**values, is_verified=verified, created_at=WRITTEN)
    if not papers.exists():
        for one in content["questionnaires"]:
            papers.create(
                code=one["code"], version=1, kind=one["kind"], title_zh=one["title"]["zh"],
                title_en=one["title"]["en"], questions=one["questions"], source=one["source"],
                status="PUBLISHED", created_at=WRITTEN, published_at=WRITTEN,
            )  # fmt: skip
