"""The blind indexes of this context: which hash finds which personal value."""

from __future__ import annotations

import unicodedata

from gridhall.foundation.privacy.ciphers import blind_index

INDEX_PURPOSES = {"EMAIL": "email", "WECHAT": "webhook"}


def document_index(number: str) -> bytes:
    """Return the hash under which an identity document is found."""
    return blind_index(number.strip().upper(), purpose="id_document")


def phone_index(phone: str) -> bytes:
    """Return the hash under which a phone number (digits only) is found."""
    return blind_index(phone, purpose="phone")


def contact_index(kind: str, value: str) -> bytes:
    """Return the hash under which a contact of any kind is found."""
    return (
        phone_index(value) if kind == "PHONE" else blind_index(f"{kind}:{value}", purpose="contact")
    )


def address_index(address: str) -> bytes:
    """Return the hash under which an address is found, however its blanks and digits are typed."""
    plain = unicodedata.normalize("NFKC", address).lower()
    return blind_index("".join(plain.split()), purpose="address")
