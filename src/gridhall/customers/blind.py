"""The blind indexes of this context: which hash finds which personal value."""

from __future__ import annotations

from gridhall.foundation.privacy.ciphers import blind_index


def document_index(number: str) -> bytes:
    """Return the hash under which an identity document is found."""
    return blind_index(number.strip().upper(), purpose="id_document")


def phone_index(phone: str) -> bytes:
    """Return the hash under which a phone number (digits only) is found."""
    return blind_index(phone, purpose="phone")
