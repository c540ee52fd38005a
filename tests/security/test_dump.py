"""Who steals the database and nothing else learns no name, number, phone or address.

The whole test town is dumped with pg_dump after clerks have searched, looked, exported and taken
money, and the dump is searched for every personal value of the town's files in many spellings.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse
from pypinyin import lazy_pinyin

from gridhall.config.postgres import tools
from tests.security.cast import OWN, Cast
from tests.workbench import town

PERSONAL = ("name", "id_doc_no", "contact_name", "phone", "address", "legal_representative")
SHORTEST_PINYIN = 9  # shorter syllables are found by chance in codes and keys


def people() -> list[dict[str, str]]:
    """Return the rows of the customer file that are loaded."""
    numbers = set(apps.get_model("customers.Account").objects.values_list("account_no", flat=True))
    with (town.WHOLE / "customers.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["account_no"] in numbers]


def spellings(value: str) -> Iterator[tuple[str, bytes]]:
    """Yield the ways in which a value would be seen by who looks for it."""
    raw = value.encode()
    yield "clear", raw
    yield "backwards", value[::-1].encode()
    yield "hex", raw.hex().encode()
    yield "escaped", value.encode("unicode_escape").lower()
    for code in ("gb18030", "utf-16-le"):
        yield f"{code} in hex", value.encode(code).hex().encode()
    for shift in range(3):  # the value may begin anywhere inside a longer text
        text = base64.b64encode(b"\x00" * shift + raw)
        inner = text[-(-shift * 8 // 6) : len(text) - 4]
        if len(inner) >= 8:
            yield "base64", inner
    for name in ("md5", "sha1", "sha256"):
        digest = hashlib.new(name, raw, usedforsecurity=False).hexdigest()
        yield f"{name} without a key", digest.encode()
    if not value.isascii():
        for pinyin in {"".join(lazy_pinyin(value)), " ".join(lazy_pinyin(value))}:
            if len(pinyin) >= SHORTEST_PINYIN and pinyin.isascii():
                yield "pinyin", pinyin.encode()


def dump() -> bytes:
    """Return what ``pg_dump`` writes of every table, as text, inside this very transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace ="
                       " 'public'::regnamespace ORDER BY relname")  # fmt: skip
        pieces = []
        for (table,) in cursor.fetchall():
            pieces.append(f"\n=== {table}\n".encode())
            with cursor.copy(f"COPY public.{connection.ops.quote_name(table)} TO STDOUT") as copy:
                pieces += [bytes(piece) for piece in copy]
    return b"".join(pieces)


def found_in(text: bytes, rows: list[dict[str, str]]) -> set[str]:
    """Name each table and column of the file whose value stands in the dump, and how."""
    lower = text.lower()
    found = set()
    wanted = {(column, row[column]) for row in rows for column in PERSONAL if row[column]}
    for column, value in sorted(wanted):
        for how, spelling in spellings(value):
            place = text.find(spelling)
            if place < 0 and how != "base64":
                place = lower.find(spelling.lower())
            if place >= 0:
                table = lower.rfind(b"\n=== ", 0, place)
                name = text[table + 5 : text.find(b"\n", table + 5)].decode() if table >= 0 else ""
                found.add(f"{column} in {name} ({how})")
    return found


def busy_day(cast: Cast, row: dict[str, str]) -> None:
    """Do what leaves traces: search, look, export, pay, err, sign in."""
    clerk = cast.client("HALL_CLERK-10", raise_request_exception=False)
    for column in PERSONAL:
        clerk.get(reverse("workbench:search"), {"q": row[column]})
        clerk.get(reverse("workbench:search_suggest"), {"q": row[column]})
        clerk.get(reverse("workbench:audit"), {"q": row[column]})
        clerk.get(f"/workbench/customers/{row[column]}/")
    for field in ("name", "phone", "id_document", "address", "contact_name"):
        clerk.post(
            reverse("workbench:reveal", args=[OWN]), {"field": field, "reason": "核对登记信息"}
        )
    clerk.get(reverse("workbench:customers"), {"export": "csv", "q": row["name"]})
    clerk.post(reverse("workbench:receipt", args=[cast.things["payment"]]))
    clerk.post(reverse("account_login"), {"login": row["phone"], "password": row["id_doc_no"]})


def test_a_dump_alone_reveals_nobody(cast: Cast) -> None:
    rows = people()
    assert len(rows) > 20
    busy_day(cast, next(row for row in rows if row["account_no"] == OWN))

    text = dump()

    assert OWN.encode() in text  # numbers of accounts are there, so the search does work
    assert found_in(text, rows) == set()


def test_pg_dump_itself_reveals_nobody(cast: Cast) -> None:
    rows = people()
    with tempfile.TemporaryFile() as said:
        work = tools._start("pg_dump", ["--format=plain"], connection.settings_dict, said)
        whole, _nothing = work.communicate()

    assert work.returncode == 0
    assert OWN.encode() in whole
    assert found_in(whole, rows) == set()


@pytest.mark.parametrize("column", PERSONAL)
def test_the_search_would_find_a_leak(cast: Cast, column: str) -> None:
    """A value smuggled into a table is seen in each spelling: the tests above do look."""
    row = next(row for row in people() if row[column])
    for _how, spelling in islice(spellings(row[column]), 6):
        leak = b"\n=== leaky\n" + b"..." + spelling + b"...\n"
        assert found_in(leak, [row])


def test_search_tokens_and_indexes_are_keyed(cast: Cast, settings: Any) -> None:
    """With another key the same name gives none of the stored tokens and no stored index."""
    from gridhall.customers import blind, search_text

    row = next(row for row in people() if row["account_no"] == OWN)
    account = apps.get_model("customers.Account").objects.get(account_no=OWN)
    stored = set(account.search_tokens)
    index = bytes(account.contacts.first().value_index)
    names = {"names": (row["name"],), "addresses": (row["address"],), "phones": (row["phone"],)}
    assert set(search_text.account_tokens(**names)) & stored
    settings.GRIDHALL_KEYRING = _Stranger()
    search_text._token.cache_clear()
    assert not set(search_text.account_tokens(**names)) & stored
    search_text._token.cache_clear()
    assert blind.phone_index(row["phone"]) != index


class _Stranger:
    """The keyring of somebody who has only the dump: none of ours."""

    active_id, keys, index_key = "x", {"x": b"x" * 32}, b"y" * 32
