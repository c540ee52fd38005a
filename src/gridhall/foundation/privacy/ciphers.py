"""Encryption of personal values and the blind index that finds them again.

A stored value is ``head | key id | 12-byte nonce | ciphertext with its 16-byte tag``. The head is
one byte: its upper three bits name the cipher, its lower five the length of the key id. Cipher 0 is
AES-256-GCM, so every value stored before there was a choice has this very form (ADR 0021). The
name of the table and column is authenticated with the value: copied into another column it does
not open. The blind index is a keyed hash: equal values are found without being read.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12
TAG_BYTES = 16
INDEX_BYTES = 16
ID_BITS = 5
LONGEST_KEY_ID = (1 << ID_BITS) - 1

AES_256_GCM = "AES-256-GCM"
SM4_GCM = "SM4-GCM"
Seal = Callable[[bytes, bytes, bytes], bytes]  # nonce, text, column


@dataclass(frozen=True, slots=True)
class _Box:
    """A cipher with its key: how to close and how to open."""

    close: Seal
    open: Seal


def _aes(key: bytes) -> _Box:
    cipher = AESGCM(key)
    return _Box(cipher.encrypt, cipher.decrypt)


def _sm4(key: bytes) -> _Box:
    """GB/T 32907 in GCM mode; its 16-byte key is derived, so no key serves two ciphers."""
    own = HKDF(algorithm=SHA256(), length=16, salt=None, info=b"gridhall SM4-GCM").derive(key)
    algorithm = algorithms.SM4(own)

    def close(nonce: bytes, plain: bytes, column: bytes) -> bytes:
        work = Cipher(algorithm, modes.GCM(nonce)).encryptor()
        work.authenticate_additional_data(column)
        return work.update(plain) + work.finalize() + work.tag

    def open_(nonce: bytes, sealed: bytes, column: bytes) -> bytes:
        work = Cipher(algorithm, modes.GCM(nonce, sealed[-TAG_BYTES:])).decryptor()
        work.authenticate_additional_data(column)
        return work.update(sealed[:-TAG_BYTES]) + work.finalize()

    return _Box(close, open_)


#: Number in the head byte → name and maker. A number is never given to another cipher.
CIPHERS: dict[int, tuple[str, Callable[[bytes], _Box]]] = {
    0: (AES_256_GCM, _aes),
    1: (SM4_GCM, _sm4),
}
NUMBERS = {name: number for number, (name, _make) in CIPHERS.items()}


@lru_cache(maxsize=64)
def _box(number: int, key: bytes) -> _Box:
    return CIPHERS[number][1](key)


def key_of(key_id: str) -> bytes:
    """Return a key; one that is not known here is looked for in the key file once more.

    Raises KeyError.
    """
    ring = settings.GRIDHALL_KEYRING
    if key_id not in ring.keys and hasattr(ring, "refresh"):
        ring.refresh()
    return bytes(ring.keys[key_id])


def head_of(key_id: str, cipher: str) -> bytes:
    """Return what every value of this key and cipher begins with."""
    name = key_id.encode()
    if not 0 < len(name) <= LONGEST_KEY_ID:
        raise ValueError(key_id)
    return bytes([NUMBERS[cipher] << ID_BITS | len(name)]) + name


def active_head() -> bytes:
    """Return what a value that is encrypted now begins with."""
    return head_of(settings.GRIDHALL_KEYRING.active_id, settings.GRIDHALL_PERSONAL_CIPHER)


def read_head(stored: bytes) -> tuple[str, str]:
    """Return key id and cipher of a stored value (or of its head alone)."""
    length = stored[0] & LONGEST_KEY_ID
    return stored[1 : 1 + length].decode(), CIPHERS[stored[0] >> ID_BITS][0]


def encrypt(plain: str, *, column: str) -> bytes:
    """Encrypt ``plain`` with the active key for ``column`` (``table.column``)."""
    head = active_head()
    nonce = os.urandom(NONCE_BYTES)
    box = _box(head[0] >> ID_BITS, key_of(head[1:].decode()))
    return head + nonce + box.close(nonce, plain.encode(), column.encode())


def decrypt(stored: bytes, *, column: str) -> str:
    """Open a stored value; raises cryptography's InvalidTag when it was altered or moved."""
    length = stored[0] & LONGEST_KEY_ID
    text = 1 + length + NONCE_BYTES
    box = _box(stored[0] >> ID_BITS, key_of(stored[1 : 1 + length].decode()))
    return box.open(stored[1 + length : text], stored[text:], column.encode()).decode()


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
