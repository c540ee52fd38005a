"""The short address in a message: a random token; the tables keep only its keyed hash."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from django.conf import settings

from gridhall.foundation.privacy.ciphers import blind_index

TOKEN_BYTES = 16  # 128 bits: nobody guesses one
TOKEN = re.compile(r"^[A-Za-z0-9_-]{22}$")
TOKEN_PURPOSE, ADDRESS_PURPOSE = "survey_link", "survey_address"

_paths: list[Callable[[str], str]] = []


def register_path(path_of: Callable[[str], str]) -> None:
    """Say where a token is answered; the portal does so when it starts."""
    _paths[:] = [path_of]


def new_token() -> str:
    """Return a fresh token of 22 characters."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> bytes:
    """Return under what a token is found."""
    return blind_index(token, purpose=TOKEN_PURPOSE)


def index_of_address(address: str) -> bytes:
    """Return under what the tries of a network address are counted."""
    return blind_index(address, purpose=ADDRESS_PURPOSE)


def looks_like_one(token: str) -> bool:
    """Tell whether a text has the shape of a token."""
    return bool(TOKEN.match(token))


def address_of(token: str) -> str:
    """Return the whole address for a message; without a site that answers, its bare token."""
    path = _paths[0](token) if _paths else f"/{token}"
    return f"{settings.GRIDHALL_PUBLIC_ADDRESS.rstrip('/')}{path}"
