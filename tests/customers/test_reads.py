"""The table, the card, the portal, and the look-ups for others."""

from __future__ import annotations

from datetime import date

import pytest

from gridhall.customers import selectors, services
from gridhall.customers.models import Account, PortalAccess
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity.selectors import whole_company
from gridhall.foundation.identity.services import create_user

from .builders import AT, FIRM, ZHAO, account_row, person, put, scope_of

Filters = selectors.AccountFilters


@pytest.fixture
def files(organisations):
    """Return the numbers of seven files, in order: five in one hall, two in another."""
    rows = [account_row(n, organisations["11"]) for n in range(1, 6)]
    rows.append(
        account_row(6, organisations["21"], party=FIRM, category="LARGE_INDUSTRY",
                    important_grade="FIRST")
    )  # fmt: skip
    rows.append(account_row(7, organisations["21"], party=person("周某", 7), status="CLOSED"))
    put(*rows)
    return [row.account_no for row in rows]


@pytest.fixture
def customer(db):
    """Return a customer who may log in to the portal."""
    user, _ = create_user(username="zhao", password="x" * 12, kind="CUSTOMER", display_name="")
    return user


def _numbers(page):
    return [row.account_no for row in page.rows]


def test_pages_forwards_and_backwards(files):
    every = {"scope": whole_company(), "filters": Filters(), "limit": 3}
    first = selectors.list_accounts(**every)
    second = selectors.list_accounts(**every, after=first.next_key)
    third = selectors.list_accounts(**every, after=second.next_key)
    back = selectors.list_accounts(**every, before=third.previous_key)

    assert _numbers(first) + _numbers(second) + _numbers(third) == files
    assert (first.count, first.previous_key, third.next_key) == (7, "", "")
    assert _numbers(back) == _numbers(second)
    assert selectors.list_accounts(**every, before=back.previous_key).previous_key == ""


@pytest.mark.requirement("R9")
def test_filters(files, organisations):
    def numbers(**filters):
        return _numbers(selectors.list_accounts(scope=whole_company(), filters=Filters(**filters)))

    assert numbers(category="LARGE_INDUSTRY") == [files[5]]
    assert numbers(important_grade="FIRST") == [files[5]]
    assert numbers(status="CLOSED") == [files[6]]
    assert numbers(organisation_id=organisations["10"].pk) == files[:5]
    assert numbers(organisation_id=organisations["00"].pk) == files


def test_more_than_the_limit_is_many(files, monkeypatch):
    monkeypatch.setattr("gridhall.foundation.paging.COUNT_LIMIT", 6)

    assert selectors.list_accounts(scope=whole_company(), filters=Filters()).count is None


@pytest.mark.requirement("R61")
def test_outside_the_scope_is_as_if_it_did_not_exist(files, organisations):
    scope = scope_of(organisations["11"])
    pk = Account.objects.get(account_no=files[5]).pk

    assert _numbers(selectors.list_accounts(scope=scope, filters=Filters())) == files[:5]
    for asked in ({"account_no": files[5]}, {"account_id": pk}, {"account_no": "nothing"}):
        with pytest.raises(selectors.AccountNotFound) as refused:
            selectors.account_card(scope=scope, **asked)
        assert refused.value.status == 404


@pytest.mark.requirement("R1", "R7")
def test_the_card_holds_the_file(files):
    card = selectors.account_card(scope=whole_company(), account_no=files[5])

    assert card.category == "LARGE_INDUSTRY"
    assert card.organisation_name == "荷花营业厅"
    assert card.legal_representative == "钱**"
    assert card.supply_points[0].voltage == "220V"
    assert card.province == "浙江"


def test_the_portal_shows_own_accounts_only(files, customer):
    mine = Account.objects.get(account_no=files[0])
    services.grant_portal_access(
        user=customer, account_id=mine.pk, valid_from=date(2026, 1, 1), at=AT
    )

    on = date(2026, 1, 5)
    assert [a.account_no for a in selectors.accounts_of_user(user_id=customer.pk, on=on)] == [
        files[0]
    ]
    card = selectors.portal_account(user_id=customer.pk, account_no=files[0], on=on)
    assert card.account_id == mine.pk
    with pytest.raises(selectors.AccountNotFound):
        selectors.portal_account(user_id=customer.pk, account_no=files[1], on=on)
    with pytest.raises(selectors.AccountNotFound):
        selectors.portal_account(user_id=customer.pk, account_no=files[0], on=date(2025, 12, 31))


def test_portal_access_ends(files, customer):
    account = Account.objects.get(account_no=files[0])
    PortalAccess.objects.create(
        user=customer, account=account, valid_from=date(2025, 1, 1), valid_to=date(2026, 1, 1)
    )

    def seen(on):
        return selectors.accounts_of_user(user_id=customer.pk, on=on)

    assert len(seen(date(2025, 12, 31))) == 1
    assert seen(date(2026, 1, 1)) == []


def test_granting_access_twice_changes_nothing(files, customer):
    account = Account.objects.get(account_no=files[0])
    grant = {"user": customer, "account_id": account.pk, "at": AT}

    assert services.grant_portal_access(**grant, valid_from=date(2026, 1, 1)) is True
    assert services.grant_portal_access(**grant, valid_from=date(2026, 1, 1)) is False
    assert services.grant_portal_access(**grant, valid_from=date(2026, 2, 1)) is False
    assert PortalAccess.objects.count() == 1
    assert AuditEvent.objects.filter(action="customers.portal_access_granted").count() == 1
    with pytest.raises(selectors.AccountNotFound):
        services.grant_portal_access(
            user=customer, account_id=0, valid_from=date(2026, 1, 1), at=AT
        )


def test_looks_up_for_others(files, organisations):
    refs = selectors.account_refs(account_nos=[*files, "3399999999"])
    points = selectors.supply_point_refs(supply_point_nos=[f"SP{files[0]}", "SP0"])

    assert set(refs) == set(files)
    assert refs[files[5]].organisation_id == organisations["21"].pk
    assert [p.account_id for p in points[f"SP{files[0]}"]] == [refs[files[0]].account_id]
    assert "SP0" not in points
    assert selectors.account_refs_by_id(account_ids=[refs[files[6]].account_id])[
        refs[files[6]].account_id
    ].status == "CLOSED"  # fmt: skip
    assert selectors.names_by_document(
        documents=[("RESIDENT_ID", ZHAO.id_document), ("CREDIT_CODE", ZHAO.id_document)]
    ) == {("RESIDENT_ID", ZHAO.id_document): "赵某甲"}


def test_chunks_of_accounts_ascend(files, organisations):
    ids = [row.pk for row in organisations.values()]
    chunks = list(selectors.account_id_chunks(organisation_ids=ids, size=3))
    every = selectors.account_ids_in(organisation_ids=ids)

    assert [len(chunk) for chunk in chunks] == [3, 3, 1]
    assert [pk for chunk in chunks for pk in chunk] == every == sorted(every)
