"""What passes into a customer file, and what is said when it does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation

from gridhall.customers import checks, divisions
from gridhall.customers.checks import Unfit

TODAY = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Read refusals in English."""
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("typed", "digits", "form"),
    [
        ("154 0000 0001", "15400000001", "MOBILE"),
        ("+8615400000001", "15400000001", "MOBILE"),
        ("0571-8765 4321", "057187654321", "LANDLINE"),
        ("010-12345678", "01012345678", "LANDLINE"),
        ("(0579)8234567", "05798234567", "LANDLINE"),
        ("95598", "95598", "SHORT_CODE"),
        ("12398", "12398", "SHORT_CODE"),
        ("12345", "12345", "SHORT_CODE"),
        ("110", "110", "SHORT_CODE"),
        ("400-123-4567", "4001234567", "SHORT_CODE"),
    ],
)
@pytest.mark.requirement("R4")
def test_phones_of_every_form_pass(typed: str, digits: str, form: str) -> None:
    assert checks.phone(typed) == digits
    assert checks.phone_form(digits) == form


@pytest.mark.parametrize("typed", ["", "1540000000", "12000000000", "5718765", "abc", "1234"])
def test_what_is_no_phone_is_refused_with_what_would_do(typed: str) -> None:
    with pytest.raises(Unfit, match="11 digits"):
        checks.phone(typed)


@pytest.mark.parametrize(
    ("kind", "number", "why"),
    [
        ("RESIDENT_ID", "990001196903190006", "check character"),
        ("RESIDENT_ID", "99000119690319", "17 digits"),
        ("CREDIT_CODE", "91999901MT00000017", "check character"),
        ("CREDIT_CODE", "91999901MT", "18 characters"),
    ],
)
def test_wrong_identity_numbers_say_why(kind: str, number: str, why: str) -> None:
    with pytest.raises(Unfit, match=why):
        checks.id_document(kind, number, on=TODAY)


def test_a_birth_date_ahead_is_refused() -> None:
    with pytest.raises(Unfit, match="lies ahead"):
        checks.id_document("RESIDENT_ID", "990001196903190005", on=date(1960, 1, 1))


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("浙江省杭州市西湖区文三路1号", "330106"),
        ("北京海淀区中关村大街1号", "110108"),
        ("湖北省仙桃市沔州大道1号", "429004"),
        ("浙江省示范市梅花路1号", "330000"),
        ("梅花路1号", ""),
    ],
)
def test_an_address_finds_its_division(address: str, code: str) -> None:
    assert divisions.code_for(address) == code


def test_an_address_may_say_less_than_its_code_but_nothing_else() -> None:
    assert checks.address("浙江省示范市梅花路1号", code="330106") == "浙江省示范市梅花路1号"
    with pytest.raises(Unfit, match="another division"):
        checks.address("湖北省武汉市荷花路1号", code="330106")


def test_a_division_that_is_no_more_is_refused() -> None:
    found = divisions.division("110103")

    assert found is not None
    assert found.name == "崇文区"
    assert not found.in_force
    with pytest.raises(Unfit, match="no more"):
        checks.division_code("110103")
    with pytest.raises(Unfit, match="no such division"):
        checks.division_code("999999")
