"""Passwords that others have lost."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from gridhall.foundation.signin import passwords, services
from tests.foundation.signin.conftest import PASSWORD, acts, everything_noted, is_in, log_in

LOST = [f"lost password {number}" for number in range(500)]


def sha1(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest().upper()


@pytest.fixture
def list_of_lost(tmp_path: Path) -> Path:
    """Write a sorted list as it is downloaded: hash, colon, count, CRLF."""
    rows = sorted(sha1(text) for text in LOST)
    path = tmp_path / "lost.txt"
    counts = cycle([1, 17, 52_256_179])
    lines = (f"{row}:{next(counts)}\r\n" for row in rows)
    path.write_bytes("".join(lines).encode())
    return path


@pytest.mark.requirement("R120")
def test_every_lost_password_is_found(list_of_lost: Path) -> None:
    assert all(passwords.times_breached(text, path=list_of_lost) > 0 for text in LOST)


def test_others_are_not(list_of_lost: Path) -> None:
    for number in range(500):
        assert passwords.times_breached(f"kept {number}", path=list_of_lost) == 0


def test_the_first_and_the_last_row_are_found(list_of_lost: Path) -> None:
    rows = list_of_lost.read_text().splitlines()
    by_hash = {sha1(text): text for text in LOST}
    for row in (rows[0], rows[-1]):
        digest, _colon, count = row.partition(":")
        assert passwords.times_breached(by_hash[digest], path=list_of_lost) == int(count)


@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
def test_a_list_of_one_row_is_searched(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "one.txt"
    path.write_bytes(f"{sha1('x')}:3{ending}".encode())
    assert passwords.times_breached("x", path=path) == 3
    assert passwords.times_breached("y", path=path) == 0


def test_rows_without_a_count_and_in_lower_case_are_read(tmp_path: Path) -> None:
    path = tmp_path / "bare.txt"
    path.write_text("\n".join(sorted(sha1(text).lower() for text in LOST)))
    assert all(passwords.times_breached(text, path=path) == 1 for text in LOST)


def test_an_empty_list_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    assert passwords.times_breached("x", path=path) == 0


def test_a_look_up_reads_little(list_of_lost: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    original = passwords._line_at
    monkeypatch.setattr(
        passwords,
        "_line_at",
        lambda *args: seen.append(1) or original(*args),  # type: ignore[func-returns-value]
    )
    passwords.times_breached("kept", path=list_of_lost)
    assert len(seen) <= 12


def test_the_list_of_the_operator_refuses_in_both_languages(
    list_of_lost: Path, settings: Any
) -> None:
    settings.GRIDHALL_BREACHED_PASSWORDS = str(list_of_lost)
    for language, words in (("zh-hans", "已在其他网站泄露"), ("en", "was lost by")):
        with override(language), pytest.raises(ValidationError) as refused:
            validate_password("lost password 7")
        assert words in " ".join(refused.value.messages)


def test_common_passwords_are_refused_without_a_list() -> None:
    for common in ("1234567890", "qwertyuiop", "password123"):
        with pytest.raises(ValidationError):
            validate_password(common)


@pytest.mark.parametrize("typed", ["GridHall2026", "dianwang95598!", "guowang-1234", "gongdian#20"])
def test_words_of_the_company_make_no_password(typed: str) -> None:
    for language, words in (("zh-hans", "最先被猜"), ("en", "tried first")):
        with override(language), pytest.raises(ValidationError) as refused:
            validate_password(typed)
        assert words in " ".join(refused.value.messages)


def test_a_long_phrase_may_speak_of_the_trade() -> None:
    validate_password("power comes after seven thunderstorms")


def test_an_installation_adds_its_own_words(settings: Any) -> None:
    settings.GRIDHALL_PASSWORD_WORDS = ["linjiang"]
    with pytest.raises(ValidationError):
        validate_password("Linjiang-2026")


def test_a_person_cannot_choose_a_lost_password(
    customer: Any, browser: Any, list_of_lost: Path, settings: Any
) -> None:
    settings.GRIDHALL_BREACHED_PASSWORDS = str(list_of_lost)
    client = browser()
    log_in(client, "home1")
    form = {"oldpassword": PASSWORD, "password1": LOST[3], "password2": LOST[3]}
    page = client.post("/accounts/password/change/", form)
    assert "已在其他网站泄露" in page.content.decode()
    customer.refresh_from_db()
    assert customer.check_password(PASSWORD)


@pytest.mark.parametrize("content", [None, "no hashes here\n", f"{'F' * 40}:1\n{'0' * 40}:2\n"])
def test_a_list_that_cannot_be_used_is_told_at_the_start(
    tmp_path: Path, settings: Any, content: str | None
) -> None:
    path = tmp_path / "lost.txt"
    if content is not None:
        path.write_text(content)
    settings.GRIDHALL_BREACHED_PASSWORDS = str(path)
    assert [found.id for found in passwords.list_can_be_read(None)] == ["gridhall.E101"]


def test_a_sound_list_and_none_are_fine(list_of_lost: Path, settings: Any) -> None:
    for path in (str(list_of_lost), ""):
        settings.GRIDHALL_BREACHED_PASSWORDS = path
        assert passwords.list_can_be_read(None) == []


def test_a_password_that_was_handed_over_opens_only_the_page_for_an_own_one(
    employee: Any, browser: Any
) -> None:
    given = services.give_temporary_password(
        user=employee, actor_id=None, reason="忘记密码", at=timezone.now()
    )
    client = browser()
    log_in(client, "clerk1", given)
    change, own = "/accounts/password/change/", "quiet-barge-lantern-7"
    for address in ("/", "/workbench/", "/accounts/security/", "/workbench/customers/"):
        assert client.get(address)["Location"] == change
    assert client.get("/api/v1/accounts?search=x").status_code == 403
    client.post(change, {"oldpassword": given, "password1": own, "password2": own})
    assert client.get("/workbench/").status_code == 200
    again = browser()
    log_in(again, "clerk1", own)
    assert again.get("/workbench/").status_code == 200
    assert acts(employee)[:1] == ["password_given"]
    assert given not in everything_noted()


def test_it_serves_for_a_week(employee: Any, browser: Any) -> None:
    given = services.give_temporary_password(
        user=employee, actor_id=None, reason="忘记密码", at=timezone.now() - timedelta(days=8)
    )
    client = browser()
    page = log_in(client, "clerk1", given)
    assert page.status_code == 403
    assert "密码已过期" in page.content.decode()
    assert not is_in(client)


def test_first_the_own_password_then_the_second_factor(
    employee: Any, browser: Any, settings: Any
) -> None:
    settings.GRIDHALL_SECOND_FACTOR_REQUIRED = True
    services.mark_temporary(user=employee, at=timezone.now())
    client = browser()
    log_in(client, "clerk1")
    assert client.get("/workbench/")["Location"] == "/accounts/password/change/"
    own = "quiet-barge-lantern-7"
    form = {"oldpassword": PASSWORD, "password1": own, "password2": own}
    client.post("/accounts/password/change/", form)
    assert client.get("/workbench/")["Location"] == "/accounts/security/enrol/"
