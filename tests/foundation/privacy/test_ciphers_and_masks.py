"""Encryption, blind index and masking."""

from __future__ import annotations

from base64 import b64encode
from types import SimpleNamespace

import pytest
from cryptography.exceptions import InvalidTag

from gridhall.foundation.privacy import ciphers, masking

COLUMN = "customers_party.name"


def test_the_same_text_is_never_stored_the_same_way():
    one, other = (ciphers.encrypt("赵某甲", column=COLUMN) for _ in range(2))

    assert one != other
    assert ciphers.decrypt(one, column=COLUMN) == ciphers.decrypt(other, column=COLUMN) == "赵某甲"
    assert "赵某甲".encode() not in one


def test_an_altered_or_moved_value_does_not_open():
    sealed = bytearray(ciphers.encrypt("赵某甲", column=COLUMN))
    with pytest.raises(InvalidTag):
        ciphers.decrypt(bytes(sealed), column="customers_contact.name")
    sealed[-1] ^= 1
    with pytest.raises(InvalidTag):
        ciphers.decrypt(bytes(sealed), column=COLUMN)


def test_values_of_an_older_key_stay_readable(settings):
    old = settings.GRIDHALL_KEYRING
    sealed = ciphers.encrypt("赵某甲", column=COLUMN)
    settings.GRIDHALL_KEYRING = SimpleNamespace(
        active_id="new-key", keys={**old.keys, "new-key": b"n" * 32}, index_key=old.index_key
    )

    assert ciphers.decrypt(sealed, column=COLUMN) == "赵某甲"
    newer = ciphers.encrypt("赵某甲", column=COLUMN)
    assert newer[1:8] == b"new-key"
    assert ciphers.decrypt(newer, column=COLUMN) == "赵某甲"


def test_the_blind_index_finds_equals_only_and_needs_the_key(settings):
    index = ciphers.blind_index("15400000001", purpose="phone")
    token = ciphers.search_token("赵某", purpose="text")

    assert index == ciphers.blind_index("15400000001", purpose="phone")
    assert index != ciphers.blind_index("15400000002", purpose="phone")
    assert index != ciphers.blind_index("15400000001", purpose="id_document")
    assert token != ciphers.search_token("赵某", purpose="pinyin")
    assert 0 <= token < 2**63
    settings.GRIDHALL_KEYRING = SimpleNamespace(
        active_id="k", keys={}, index_key=b64encode(b"another")[:32].ljust(32, b"0")
    )
    assert index != ciphers.blind_index("15400000001", purpose="phone")
    assert token != ciphers.search_token("赵某", purpose="text")


@pytest.mark.requirement("R4")
@pytest.mark.parametrize(
    ("mask", "clear", "masked"),
    [
        (masking.mask_name, "赵某甲", "赵**"),
        (masking.mask_name, "李", "李*"),
        (masking.mask_name, "示范精密机械有限公司", "示范******公司"),
        (masking.mask_phone, "15400000001", "154****0001"),
        (masking.mask_phone, "12345", "****"),
        (masking.mask_phone, "", ""),
        (masking.mask_id_document, "990001196903190005", "9900**********0005"),
        (masking.mask_id_document, "", ""),
        (masking.mask_address, "浙江省示范市梅花路1号1幢", "浙江省示范市梅花路***"),
        (masking.mask_address, "荷花新村三单元", "荷花新***"),
        (masking.mask_address, "", ""),
    ],
)
def test_masks(mask, clear, masked):
    assert mask(clear) == masked
