"""Model fields whose content only the application can read."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage
from django.db import models
from django.db.models.expressions import Expression

from .ciphers import decrypt, encrypt


class EncryptedTextField(models.BinaryField):  # type: ignore[type-arg]
    """A text stored encrypted: str in Python, bytes in the table. Look-ups go by a blind index."""

    description = "Encrypted text"
    _pyi_private_set_type: str
    _pyi_private_get_type: str  # type: ignore[assignment]  # str outside, bytes in the table

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = True
        super().__init__(*args, **kwargs)

    def _check_str_default_value(self) -> list[CheckMessage]:
        """Allow a text as default: bytes are only its form in the table."""
        return []

    @property
    def _column_name(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> bytes | None:
        """Encrypt; the empty text stays empty so that a constraint can see it."""
        if value is None:
            return None
        return encrypt(str(value), column=self._column_name) if value != "" else b""

    def from_db_value(self, value: Any, expression: Expression, connection: Any) -> str | None:
        """Decrypt what the database returned."""
        if value is None:
            return None
        stored = bytes(value)
        return decrypt(stored, column=self._column_name) if stored else ""

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse every comparison but ``isnull``: the same text is never encrypted the same way."""
        if lookup_name != "isnull":
            raise TypeError(f"{self.name} is encrypted; search by its blind index")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        """Give serialisers the ciphertext, never the text."""
        return str(encrypt(str(self.value_from_object(obj)), column=self._column_name).hex())
