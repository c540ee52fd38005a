"""The finished text of a delivery, for whoever sends or shows it."""

from __future__ import annotations

import json
from typing import Any

from django.utils import translation

from . import registry
from .models import Delivery


def params_of(row: Delivery) -> dict[str, Any]:
    """Return the params of a delivery; a campaign brings its words."""
    params: dict[str, Any] = json.loads(row.params) if row.params else {}
    if row.campaign is None:
        return params
    names = {name for texts in row.campaign.texts.values() for name in texts}
    words = {
        name: {language: texts.get(name, "") for language, texts in row.campaign.texts.items()}
        for name in names
    }
    return {**words, **params}


def text_of(row: Delivery) -> tuple[str, str]:
    """Return title and body as the recipient reads them."""
    with translation.override(row.language or None):
        return registry.rendered(
            row.template, params_of(row), version=row.version, channel=row.channel
        )
