"""What becomes of each column: found by walking the models and the register of personal fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from gridhall.foundation.personal_data import register
from gridhall.foundation.privacy import masking
from gridhall.foundation.privacy.fields import EncryptedTextField

from .fakes import HIDDEN, Fakes

BY_MASK = {
    masking.mask_name: "name", masking.mask_phone: "phone",
    masking.mask_id_document: "document", masking.mask_address: "address",
}  # fmt: skip
BY_KEY = {
    "name": "name", "contact_name": "name", "known_as": "name", "person": "name",
    "said_by": "name", "legal_representative": "name", "customer_name": "name",
    "phone": "phone", "value": "phone", "email": "phone", "id_document": "document",
    "address": "address",
}  # fmt: skip
HARMLESS_TEXT = re.compile(r"[A-Z_]{2,40}|[a-z]{2}-[a-z]{4}|[\d.:+TZ-]{0,32}|true|false|")
#: Free texts in clear that somebody may have put a name into.
FREE_TEXT = re.compile(
    r"(^|_)(reason|note|answer|comment|remark|text|detail|failure|last_error|wording)$"
)
#: Tables of log-ins, jobs and traces: the copy needs none of their rows.
EMPTIED = re.compile(
    r"^(django_session|shared_cache|procrastinate_(jobs|events|workers|periodic_defers)|mfa_.*|"
    r"account_email.*|socialaccount_.*|usersessions_.*|signin_.*|audit_.*|outbox_.*|imports_.*|"
    r"messaging_simulated.*|messaging_inbound.*|messaging_attempt|personal_data_.*|approvals_.*|"
    r"documents_.*|privacy_.*|customers_(proof|caller|accessinv).*|messages_message)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Encrypted:
    """An encrypted column and what stands in for its values."""

    table: str
    column: str
    key: str
    kind: str

    @property
    def name(self) -> str:
        """Return ``table.column``."""
        return f"{self.table}.{self.column}"


def encrypted() -> Iterator[Encrypted]:
    """Yield every encrypted column of every model that is not emptied."""
    masks = {one.name: one.mask for one in register.all_fields()}
    for model in apps.get_models():
        for column in model._meta.local_concrete_fields:
            if isinstance(column, EncryptedTextField):
                mask = masks.get(f"{model._meta.label}.{column.name}")
                yield Encrypted(
                    table=model._meta.db_table, column=str(column.column),
                    key=str(model._meta.pk.column),
                    kind=BY_MASK.get(mask, "other") if mask else "other",
                )  # fmt: skip


def free_texts() -> Iterator[tuple[str, str]]:
    """Yield table and column of every text in clear that somebody typed."""
    for model in apps.get_models():
        for column in model._meta.local_concrete_fields:
            plain = type(column) in (models.CharField, models.TextField) and not column.choices
            if plain and FREE_TEXT.search(column.name):
                yield model._meta.db_table, str(column.column)


def stand_in(kind: str, value: str, fakes: Fakes) -> str:
    """Return what stands in for a value of an encrypted column."""
    if kind != "other":
        return fakes.of(kind, value)
    if not value:
        return value
    try:
        content = json.loads(value)
    except ValueError:
        return HIDDEN
    return json.dumps(_walk(content, "", fakes), ensure_ascii=False)


def _walk(content: Any, key: str, fakes: Fakes) -> Any:
    if isinstance(content, dict):
        return {name: _walk(value, name, fakes) for name, value in content.items()}
    if isinstance(content, list):
        return [_walk(value, key, fakes) for value in content]
    if not isinstance(content, str):
        return content
    if key in BY_KEY and content:
        return fakes.of(BY_KEY[key], content)
    return content if HARMLESS_TEXT.fullmatch(content) else HIDDEN
