"""Encryption of personal values and the blind index that finds them again.

A stored value is ``key id length | key id | 12-byte nonce | AES-256-GCM ciphertext``; the name of
the table and column is authenticated with it, so a value copied into another column does not
open. The blind index is a keyed hash: equal values are found without being read.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12
INDEX_BYTES = 16


@lru_cache(maxsize=64)
def _cipher(key_id: str) -> AESGCM:
    return AESGCM(settings.GRIDHALL_KEYRING.keys[key_id])


def encrypt(plain: str, *, column: str) -> bytes:
    """Encrypt ``plain`` with the active key for ``column`` (``table.column``)."""
    key_id = settings.GRIDHALL_KEYRING.active_id
    nonce = os.urandom(NONCE_BYTES)
    sealed = _cipher(key_id).encrypt(nonce, plain.encode(), column.encode())
    return bytes([len(key_id)]) + key_id.encode() + nonce + sealed


def decrypt(stored: bytes, *, column: str) -> str:
    """Open a stored value; raises cryptography's InvalidTag when it was altered or moved."""
    length = stored[0]
    key_id = stored[1 : 1 + length].decode()
    nonce = stored[1 + length : 1 + length + NONCE_BYTES]
    sealed = stored[1 + length + NONCE_BYTES :]
    return _cipher(key_id).decrypt(nonce, sealed, column.encode()).decode()


def blind_index(value: str, *, purpose: str) -> bytes:
    """Return the 16-byte keyed hash of ``value`` for one purpose (``phone``, ``id_document``)."""
    message = f"{purpose}\x00{value}".encode()
    key = settings.GRIDHALL_KEYRING.index_key
    return hmac.new(key, message, hashlib.sha256).digest()[:INDEX_BYTES]


def search_token(text: str, *, purpose: str) -> int:
    """Return a keyed 63-bit number for a fragment of a name or address."""
    key = settings.GRIDHALL_KEYRING.index_key
    digest = hashlib.blake2b(f"{purpose}\x00{text}".encode(), key=key[:32], digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
