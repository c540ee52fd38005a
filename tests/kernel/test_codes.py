"""Check characters catch every single wrong digit, and the town's codes are all valid."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridhall.kernel import codes
from gridhall.kernel.errors import InvalidCode

TOWN = Path(__file__).parents[2] / "demo" / "town"


def _rows(name: str) -> list[dict[str, str]]:
    with (TOWN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_code_of_the_town_is_valid() -> None:
    for row in _rows("customers.csv"):
        assert codes.check_account_no(row["account_no"])
        home = row["id_doc_kind"] == "居民身份证"
        check = codes.check_resident_id if home else codes.check_credit_code
        assert check(row["id_doc_no"])
    assert all(codes.is_asset_no(row["asset_no"]) for row in _rows("meters.csv"))


@given(st.sampled_from(["33", "42"]), st.data())
def test_a_wrong_digit_in_an_account_number_is_caught(prefix: str, data: st.DataObject) -> None:
    length = codes.ACCOUNT_LENGTH_BY_PREFIX[prefix] - 3
    body = prefix + data.draw(st.text("0123456789", min_size=length, max_size=length))
    number = codes.make_account_no(body)
    place = data.draw(st.integers(2, len(number) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert codes.is_account_no(number)
    assert not codes.is_account_no(number[:place] + other + number[place + 1 :])


@given(st.text("0123456789", min_size=21, max_size=21), st.integers(0, 20), st.integers(1, 9))
def test_a_wrong_digit_in_an_asset_number_is_caught(body: str, place: int, shift: int) -> None:
    number = body + codes.asset_check_digit(body)
    wrong = str((int(number[place]) + shift) % 10)
    assert codes.is_asset_no(number)
    assert not codes.is_asset_no(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("3311010372", "check digit"),
        ("331101037", "10 digits"),
        ("4421000122267", "no known province"),
        ("33１1010371", "only digits"),
    ],
)
def test_says_why_an_account_number_is_wrong(value: str, reason: str) -> None:
    with pytest.raises(InvalidCode, match=reason):
        codes.check_account_no(value)


def test_resident_id_needs_a_birth_date_that_exists() -> None:
    body = "99000119690230000"
    forged = body + codes.mod_11_2.calc_check_digit(body)
    with pytest.raises(InvalidCode, match="birth date does not exist"):
        codes.check_resident_id(forged)


def test_resident_id_is_not_born_tomorrow() -> None:
    valid = "990001196903190005"
    assert codes.birth_date_of(valid) == date(1969, 3, 19)
    with pytest.raises(InvalidCode, match="lies ahead"):
        codes.check_resident_id(valid, on=date(1969, 3, 18))


def test_area_list_is_optional() -> None:
    assert codes.is_resident_id("990001196903190005")
    with pytest.raises(InvalidCode, match="area"):
        codes.check_resident_id("990001196903190005", areas={"330102"})
    with pytest.raises(InvalidCode, match="area"):
        codes.check_credit_code("91999901MT00556645", areas={"420100"})


def test_credit_code_checks_the_organisation_code_inside() -> None:
    body = "91999901MT0055665"
    total = sum(
        codes.USCC_ALPHABET.index(c) * w for c, w in zip(body, codes.USCC_WEIGHTS, strict=True)
    )
    forged = body + codes.USCC_ALPHABET[-total % 31]
    with pytest.raises(InvalidCode, match="organisation code inside"):
        codes.check_credit_code(forged)


@given(st.text(max_size=30))
def test_never_crashes_on_any_text(text: str) -> None:
    for check in (codes.is_account_no, codes.is_asset_no, codes.is_resident_id):
        assert check(text) in (True, False)
    assert codes.is_credit_code(text) in (True, False)
