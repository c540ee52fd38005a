"""A slice of the town, its officer, and an account that is closed and paid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from gridhall.customers import selectors as customers
from gridhall.foundation.identity import selectors as identity
from tests.workbench import town as the_town
from tests.workbench.conftest import empty_tables

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        the_town.load(tmp_path_factory.mktemp("town"))
    yield
    with django_db_blocker.unblock():
        empty_tables()


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """A customer of the town in clear, and who deals with her request."""

    party_id: int
    account_id: int
    account_no: str
    organisation_id: int
    name: str
    phone: str
    id_document: str
    address: str
    officer: Any
    other: Any
    clerk: Any
    scope: Any


@pytest.fixture
def someone(_loaded: None, db: None, settings: Any, tmp_path: Path) -> Someone:
    """Have a customer with an account in use."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    settings.GRIDHALL_ERASURE_LIST = tmp_path / "secrets" / "erasures.jsonl"
    account = apps.get_model("customers.Account").objects.get(account_no=the_town.HOME)
    return Someone(
        party_id=account.party_id, account_id=account.pk, account_no=account.account_no,
        organisation_id=account.organisation_id, name=account.party.name,
        phone=account.contacts.first().value, id_document=account.party.id_document,
        address=account.supply_points.first().address, officer=the_town.user("privacy"),
        other=_second_officer(account), clerk=the_town.user("clerk-zj"),
        scope=identity.whole_company(),
    )  # fmt: skip


def _second_officer(account: Any) -> Any:
    from datetime import date

    from gridhall.foundation.identity import services as identity_services

    user, _new = identity_services.create_user(
        username="privacy-2", password="unused", kind="EMPLOYEE", display_name="复核员"
    )
    place = identity.organisation_by_code(code="00")
    assert place is not None
    identity_services.assign_role(
        user=user, role="PRIVACY_OFFICER", organisation=place, valid_from=date(2020, 1, 1)
    )
    return user


def close_and_pay(someone: Someone) -> None:
    """Close the customer's account and settle it, as move-out does."""
    apps.get_model("customers.Account").objects.filter(pk=someone.account_id).update(
        status="CLOSED"
    )
    apps.get_model("receivables.Balance").objects.filter(account_id=someone.account_id).update(
        amount=0
    )


def accounts() -> Any:
    """Return the selectors of customers."""
    return customers
