"""Sealing the bytes of a document, piece by piece, so that a large file is never in memory.

Each document has a key of its own, made by chance, which lies in its row encrypted with the
keyring (``Document.data_key``). So keys rotate by rewriting rows: not one file is touched. A
sealed file is ``GHDOC1`` and a line feed, then pieces of 64 KiB (the last one shorter), each with
AES-256-GCM's 16-byte tag. The nonce of a piece is its number and whether it is the last, so pieces
cannot be swapped, repeated, dropped or cut off; the name in the store is authenticated with each.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError

MAGIC = b"GHDOC1\n"
PIECE = 1 << 16
TAG = 16


class DocumentDamaged(GridHallError):
    """What lies in the store is not what was put there."""

    code = "DOCUMENT_DAMAGED"
    template = gettext_noop(
        "The file of this document was altered or cut off in the store and is not shown. "
        "Tell your administrator: it has to come from a backup."
    )


def new_key() -> bytes:
    """Return a fresh key for one document."""
    return AESGCM.generate_key(256)


def seal(chunks: Iterable[bytes], *, key: bytes, name: str) -> Iterator[bytes]:
    """Yield the sealed form of a file that will lie under ``name``."""
    cipher, bound = AESGCM(key), MAGIC + name.encode()
    yield MAGIC
    number, held = 0, b""
    for piece in _regrouped(chunks, PIECE):
        if number:
            yield cipher.encrypt(_nonce(number - 1, last=False), held, bound)
        number, held = number + 1, piece
    yield cipher.encrypt(_nonce(max(number - 1, 0), last=True), held, bound)


def unseal(chunks: Iterable[bytes], *, key: bytes, name: str) -> Iterator[bytes]:
    """Yield the plain bytes, each piece checked before it is given. Raises DocumentDamaged."""
    cipher, bound = AESGCM(key), MAGIC + name.encode()
    number, held = -1, b""
    try:
        for piece in _regrouped(_without_magic(chunks), PIECE + TAG):
            if number >= 0:
                yield cipher.decrypt(_nonce(number, last=False), held, bound)
            number, held = number + 1, piece
        yield cipher.decrypt(_nonce(max(number, 0), last=True), held, bound)
    except (InvalidTag, ValueError) as error:
        raise DocumentDamaged from error


def content_hash() -> hmac.HMAC:
    """Return the keyed hash to feed with plain bytes: it finds equal files and tells nothing."""
    own = hmac.new(settings.GRIDHALL_KEYRING.index_key, b"document content", hashlib.sha256)
    return hmac.new(own.digest(), digestmod=hashlib.sha256)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _without_magic(chunks: Iterable[bytes]) -> Iterator[bytes]:
    begun, head = False, b""
    for chunk in chunks:
        if begun:
            yield chunk
            continue
        head += chunk
        if len(head) >= len(MAGIC):
            if not head.startswith(MAGIC):
                raise DocumentDamaged
            begun = True
            yield head[len(MAGIC) :]
    if not begun:
        raise DocumentDamaged


def _regrouped(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Yield the same bytes in pieces of ``size``, the last one perhaps shorter."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= size:
            yield bytes(held[:size])
            del held[:size]
    if held:
        yield bytes(held)
