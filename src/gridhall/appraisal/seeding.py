"""What a new installation starts with: card, sampling plan and scheme, to be confirmed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import yaml
from django.apps.registry import Apps
from django.apps.registry import apps as current_apps

FILE = Path(__file__).with_name("first_entries.yaml")
WRITTEN = datetime(2020, 1, 1, tzinfo=UTC)


def create_first_entries(*, using: str, apps: Apps = current_apps, **_: object) -> None:
    """Create them where there are none: after migrating and after a flush."""
    try:
        cards = apps.get_model("appraisal", "ScoreCard").objects.using(using)
        plans = apps.get_model("appraisal", "SamplePlan").objects.using(using)
        schemes = apps.get_model("appraisal", "AppraisalScheme").objects.using(using)
    except LookupError:
        return
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    if not cards.exists():
        one = content["card"]
        cards.create(
            code=one["code"], version=1, title_zh=one["title"]["zh"],
            title_en=one["title"]["en"], criteria=one["criteria"], source=one["source"],
            status="PUBLISHED", created_at=WRITTEN,
        )  # fmt: skip
    if not plans.exists():
        plans.create(**content["sample_plan"], created_at=WRITTEN)
    if not schemes.exists():
        schemes.create(**content["scheme"], created_at=WRITTEN)
