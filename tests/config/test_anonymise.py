"""A copy for tests and analytics: same shapes, and nobody of the source in it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from gridhall.config import anonymising
from gridhall.config.anonymising.copying import new_ring, using
from gridhall.config.anonymising.fakes import Fakes
from gridhall.config.errors import InstallationError
from gridhall.config.postgres import tools
from gridhall.foundation.privacy import ciphers
from gridhall.kernel import codes
from tests.security.test_dump import PERSONAL, spellings
from tests.workbench import town
from tests.workbench.conftest import empty_tables


def ignore(step: str, done: int, total: int) -> None:
    """Tell nobody."""


@pytest.fixture
def target(django_db_setup: Any, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """Have an empty database beside the tests' own."""
    name = f"copy_{uuid4().hex[:10]}"
    with django_db_blocker.unblock():
        settings = {**connection.settings_dict, "NAME": name}
        with psycopg.connect(
            tools._address(connection.settings_dict),
            password=connection.settings_dict["PASSWORD"] or None, autocommit=True,
        ) as link:  # fmt: skip
            link.execute(f"CREATE DATABASE {name} TEMPLATE template0")
            yield settings
            link.execute(f"DROP DATABASE {name} WITH (FORCE)")


def opened(target: dict[str, Any]) -> psycopg.Connection[Any]:
    """Return a connection to the copy."""
    return psycopg.connect(tools._address(target), password=target["PASSWORD"] or None)


@pytest.mark.requirement("R4")
@pytest.mark.django_db(transaction=True)
def test_a_copy_holds_nobody_of_the_source(target: dict[str, Any], tmp_path: Any) -> None:
    town.load(tmp_path)
    ring = new_ring()
    numbers = set(apps.get_model("customers.Account").objects.values_list("account_no", flat=True))
    with (town.WHOLE / "customers.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["account_no"] in numbers]

    done = anonymising.anonymise(target=target, ring=ring, tell=ignore)

    assert done.values > 100
    with opened(target) as copy:
        text = _everything(copy, ring)
        for row in rows:
            for column in PERSONAL:
                for how, spelling in spellings(row[column]) if len(row[column]) > 2 else ():
                    assert spelling not in text, (column, how)
        staff = apps.get_model("identity.User").objects.values_list("display_name", flat=True)
        assert not any(name.encode() in text for name in staff if len(name) > 2)
        assert not copy.execute("SELECT 1 FROM identity_user WHERE password <> '!'").fetchall()
        _same_shapes(copy)
        _found_again(copy, ring)
        stored = copy.execute("SELECT name FROM customers_party LIMIT 1").fetchone()
    assert stored is not None
    with pytest.raises(KeyError):  # the source's keys open nothing
        ciphers.decrypt(bytes(stored[0]), column="customers_party.name")
    with pytest.raises(InstallationError, match="not empty"):
        anonymising.anonymise(target=target, ring=ring, tell=ignore)
    empty_tables()


def _everything(copy: psycopg.Connection[Any], ring: Any) -> bytes:
    """Return the whole copy as text, its encrypted values opened."""
    pieces = []
    tables = copy.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    for (table,) in tables:
        with copy.cursor().copy(f'COPY "{table}" TO STDOUT') as output:
            pieces += [bytes(piece) for piece in output]
    from gridhall.config.anonymising import columns

    with using(ring):
        for one in columns.encrypted():
            query = f'SELECT "{one.column}" FROM {one.table}'  # noqa: S608 - our own names
            for (stored,) in copy.execute(f'{query} WHERE length("{one.column}") > 0').fetchall():
                pieces.append(ciphers.decrypt(bytes(stored), column=one.name).encode())
    return b"\n".join(pieces)


def _same_shapes(copy: psycopg.Connection[Any]) -> None:
    """Amounts, readings and counts are those of the source."""
    for table in ("customers_party", "customers_account", "billing_bill", "metering_meterreading"):
        with connection.cursor() as cursor:
            query = f"SELECT count(*) FROM {table}"  # noqa: S608 - constants
            cursor.execute(query)
            assert copy.execute(query).fetchone() == cursor.fetchone()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(total) FROM billing_bill")
        assert copy.execute("SELECT sum(total) FROM billing_bill").fetchone() == cursor.fetchone()


def _found_again(copy: psycopg.Connection[Any], ring: Any) -> None:
    """The copy's own look-ups work, with its key."""
    from gridhall.customers import blind, search_text

    with using(ring):
        for stored, index in copy.execute(
            "SELECT value, value_index FROM customers_contact WHERE kind = 'PHONE'"
        ).fetchall():
            phone = ciphers.decrypt(bytes(stored), column="customers_contact.value")
            assert blind.phone_index(phone) == bytes(index)
            assert phone.startswith(("154", "0990"))
        name, tokens = copy.execute(
            "SELECT p.name, a.search_tokens FROM customers_account a"
            " JOIN customers_party p ON p.id = a.party_id LIMIT 1"
        ).fetchone()  # type: ignore[misc]
        plain = ciphers.decrypt(bytes(name), column="customers_party.name")
        assert search_text.text_tokens(plain) <= set(tokens)


def test_invented_numbers_have_valid_check_digits() -> None:
    fakes = Fakes()
    for n in range(200):
        person = fakes.of("document", f"33010219{n % 90 + 10:02d}0101{n:04d}")
        firm = fakes.of("document", f"91330000MA{n:07d}X")
        assert codes.check_resident_id(person) == person
        assert codes.check_credit_code(firm) == firm
    assert fakes.of("name", "赵某甲") == fakes.of("name", "赵某甲")
    assert fakes.of("name", "") == ""


def test_an_invented_value_is_never_a_real_one() -> None:
    first = Fakes(_key=b"k").of("name", "赵某甲")
    assert Fakes(_key=b"k", real={first}).of("name", "赵某甲") != first
