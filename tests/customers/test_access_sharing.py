"""A holder lets others in, sees what they do, and takes it back; a firm never stands alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gridhall.customers import errors, selectors, services
from gridhall.customers.models import AccessInvitation, PortalAccess
from gridhall.foundation.audit.models import AuditEvent

from .builders import AT
from .portal_people import (
    AMOUNT,
    LATER,
    ON,
    bind,
    firm,
    grant,
    household,
    invite,
    let_in,
    listen,
    person,
)

SON = "15512340001"
MANAGING = ("VIEW_BILLS", "MANAGE_ACCESS")


@pytest.fixture(autouse=True)
def phone(monkeypatch: Any) -> Any:
    return listen(monkeypatch)


@pytest.fixture
def home(organisations: Any) -> Any:
    return household(organisations)


@pytest.fixture
def zhao(home: Any) -> Any:
    user = person("zhao")
    grant(user, home)
    return user


@pytest.fixture
def son(db: None) -> Any:
    return person("son")


def held(user: Any, on: date = ON) -> dict[str, tuple[str, ...]]:
    return {
        one.account_no: one.rights for one in selectors.accesses_of_user(user_id=user.pk, on=on)
    }


def answer(user: Any, invitation: int, *, phone: str = SON, at: Any = LATER, on: Any = ON) -> int:
    return services.accept_invitation(
        user_id=user.pk, verified_phone=phone, invitation_id=invitation, on=on, at=at
    )


def access_of(user: Any) -> int:
    return PortalAccess.objects.get(user=user, ended_at__isnull=True).pk


@pytest.mark.requirement("R11")
def test_a_guest_gets_the_chosen_rights_until_the_day(
    home: Any, zhao: Any, son: Any, phone: Any
) -> None:
    last = ON + timedelta(days=10)
    number = invite(zhao, home, valid_to=last, phone="+86 155-1234-0001")
    assert phone.sent[-1]["phone"] == SON
    link = phone.sent[-1]["params"]["link"]
    secret = link.rsplit("/", 1)[1]
    assert selectors.invitation_id_of(secret_index=services.secret_index(secret)) == number
    assert [one.id for one in selectors.invitations_for(verified_phone=SON, on=ON, at=AT)] == [
        number
    ]

    assert answer(son, number) == 1

    assert held(son) == {home.account_no: ("VIEW_BILLS",)}
    assert held(son, last - timedelta(days=1))
    assert held(son, last) == {}
    row = PortalAccess.objects.get(user=son)
    assert (row.proof, row.granted_by_id, row.known_as) == ("INVITATION", zhao.pk, "小赵")
    assert selectors.invitations_by(inviter_id=zhao.pk, at=LATER) == []
    acts = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"customers.access_invited", "customers.invitation_answered"} <= acts


def test_only_the_invited_phone_may_accept_and_only_in_time(home: Any, zhao: Any, son: Any) -> None:
    number = invite(zhao, home)
    for wrong in ("", "15512340002"):
        with pytest.raises(errors.InvitationNotForYou):
            answer(son, number, phone=wrong)
    with pytest.raises(errors.InvitationOver):
        answer(son, number, at=AT + timedelta(days=7))
    with pytest.raises(errors.AccessNotFound):
        answer(son, 0)
    answer(son, number)
    with pytest.raises(errors.InvitationOver):
        answer(person("brother"), number)


def test_an_invitation_may_be_declined_or_withdrawn(home: Any, zhao: Any, son: Any) -> None:
    first, second = invite(zhao, home), invite(zhao, home)
    services.decline_invitation(
        user_id=son.pk, verified_phone=SON, invitation_id=first, on=ON, at=AT
    )
    with pytest.raises(errors.AccessNotFound):
        services.withdraw_invitation(inviter_id=son.pk, invitation_id=second, at=AT)
    services.withdraw_invitation(inviter_id=zhao.pk, invitation_id=second, at=AT)

    for number in (first, second):
        with pytest.raises(errors.InvitationOver):
            answer(son, number)
    assert set(AccessInvitation.objects.values_list("status", flat=True)) == {
        "DECLINED", "WITHDRAWN",
    }  # fmt: skip


def test_nobody_gives_what_she_has_not(home: Any, zhao: Any, son: Any, organisations: Any) -> None:
    let_in(zhao, son, home, rights=MANAGING)
    with pytest.raises(errors.RightMissing):
        invite(son, home, rights=("PAY",), phone="15512340003")
    with pytest.raises(errors.AccessNotFound):
        invite(zhao, *firm(organisations))
    clerk = person("clerk")
    bind(clerk, home.account_no, **AMOUNT)
    with pytest.raises(errors.RightMissing):
        invite(clerk, home)


@pytest.mark.parametrize(
    "wrong",
    [{"account_ids": ()}, {"rights": ()}, {"rights": ("ALL",)}, {"phone": "0571-88888888"},
     {"phone": "abc"}, {"valid_to": ON}],
)  # fmt: skip
def test_an_invitation_must_make_sense(home: Any, zhao: Any, wrong: Any) -> None:
    with pytest.raises(errors.UnusableInvitation):
        invite(zhao, home, **wrong)
    assert AccessInvitation.objects.count() == 0


def test_invitations_are_rationed(home: Any, zhao: Any, settings: Any) -> None:
    settings.GRIDHALL_PORTAL_BINDING = {"invitations_per_day": 1}
    invite(zhao, home)
    with pytest.raises(errors.TooManyTries):
        invite(zhao, home)


def test_what_was_given_is_taken_back_at_once(home: Any, zhao: Any, son: Any) -> None:
    let_in(zhao, son, home)
    services.take_back_access(manager_id=zhao.pk, access_id=access_of(son), on=ON, at=LATER)

    assert held(son) == {}
    ended = selectors.access_history(manager_id=zhao.pk, account_no=home.account_no, on=ON)
    assert [(one.user_id, one.end_reason, one.ended_by_id) for one in ended] == [
        (son.pk, "TAKEN_BACK", zhao.pk)
    ]
    let_in(zhao, son, home)  # and given again on the same day
    assert held(son)


def test_a_guest_removes_neither_the_holder_nor_others_without_the_right(
    home: Any, zhao: Any, son: Any
) -> None:
    let_in(zhao, son, home)
    with pytest.raises(errors.RightMissing):
        services.take_back_access(manager_id=son.pk, access_id=access_of(zhao), on=ON, at=LATER)
    services.change_access(
        manager_id=zhao.pk, access_id=access_of(son), rights=MANAGING, valid_to=None, on=ON,
        at=LATER,
    )  # fmt: skip
    with pytest.raises(errors.HolderStays):
        services.take_back_access(manager_id=son.pk, access_id=access_of(zhao), on=ON, at=LATER)
    stranger = person("stranger")
    with pytest.raises(errors.AccessNotFound):
        services.take_back_access(manager_id=stranger.pk, access_id=access_of(son), on=ON, at=LATER)


def test_when_the_holder_leaves_so_do_those_she_let_in(home: Any, zhao: Any, son: Any) -> None:
    let_in(zhao, son, home, rights=MANAGING)
    friend = person("friend")
    let_in(son, friend, home, phone="15512340009")
    waiting = invite(zhao, home, phone="15512340005")
    services.unbind_account(user_id=zhao.pk, account_no=home.account_no, on=ON, at=LATER)

    assert held(son) == held(friend) == {}
    assert set(PortalAccess.objects.values_list("end_reason", flat=True)) == {
        "UNBOUND", "GIVER_LEFT",
    }  # fmt: skip
    with pytest.raises(errors.InvitationOver):  # she has nothing left to give
        answer(person("cousin"), waiting, phone="15512340005")


def test_the_list_tells_who_and_what_they_did_last(home: Any, zhao: Any, son: Any) -> None:
    let_in(zhao, son, home, rights=("VIEW_BILLS", "PAY"))
    use = {"account_id": home.pk, "on": ON}
    services.note_portal_use(user_id=zhao.pk, right="PAY", at=AT, **use)
    services.note_portal_use(user_id=son.pk, right="VIEW_BILLS", at=AT, **use)
    services.note_portal_use(user_id=son.pk, right="PAY", at=LATER, **use)

    mine, his = selectors.people_with_access(manager_id=zhao.pk, on=ON)
    assert (mine.is_self, mine.removable, mine.accesses[0].last_at) == (True, False, None)
    assert (his.name, his.removable) == ("小赵", True)
    assert (his.accesses[0].last_right, his.accesses[0].last_at) == ("PAY", LATER)
    assert selectors.people_with_access(manager_id=son.pk, on=ON) == []


@pytest.mark.requirement("R11")
def test_an_employee_who_leaves_loses_all_accounts_in_one_act(organisations: Any) -> None:
    first, second = firm(organisations)
    boss, clerk = person("boss"), person("clerk")
    grant(boss, first, second)
    let_in(boss, clerk, first, second, rights=("VIEW_BILLS", "PAY"))
    assert len(held(clerk)) == 2

    gone = services.remove_person(manager_id=boss.pk, person_id=clerk.pk, on=ON, at=LATER)

    assert (gone, held(clerk)) == (2, {})
    assert set(PortalAccess.objects.filter(user=clerk).values_list("end_reason", flat=True)) == {
        "LEFT_FIRM"
    }
    with pytest.raises(errors.AccessNotFound):
        services.remove_person(manager_id=boss.pk, person_id=clerk.pk, on=ON, at=LATER)


def test_a_leaving_employee_is_removed_wholly_or_not_at_all(organisations: Any) -> None:
    first, second = firm(organisations)
    boss, clerk = person("boss"), person("clerk")
    grant(boss, first, second)
    let_in(boss, clerk, second)
    grant(clerk, first)
    private = household(organisations)
    grant(boss, private)
    grant(clerk, private)  # a holder of her own home: not the firm's to take

    with pytest.raises(errors.HolderStays):
        services.remove_person(manager_id=boss.pk, person_id=clerk.pk, on=ON, at=LATER)
    assert len(held(clerk)) == 3


def test_the_last_administrator_hands_over_before_she_goes(organisations: Any) -> None:
    first, second = firm(organisations)
    boss, clerk = person("boss"), person("clerk")
    grant(boss, first, second)
    leave = {"user_id": boss.pk, "account_no": first.account_no, "on": ON, "at": LATER}
    with pytest.raises(errors.LastAdministrator):
        services.unbind_account(**leave)
    let_in(boss, clerk, first, rights=MANAGING, valid_to=ON + timedelta(days=30))
    with pytest.raises(errors.LastAdministrator):  # who goes in a month is no successor
        services.unbind_account(**leave)
    services.change_access(
        manager_id=boss.pk, access_id=access_of(clerk), rights=MANAGING, valid_to=None, on=ON,
        at=LATER,
    )  # fmt: skip
    services.unbind_account(**leave)

    assert set(held(boss)) == {second.account_no}
    with pytest.raises(errors.LastAdministrator):
        services.unbind_account(user_id=clerk.pk, account_no=first.account_no, on=ON, at=LATER)
    with pytest.raises(errors.AccessNotFound):  # nor does she take her own right away
        services.change_access(
            manager_id=clerk.pk, access_id=access_of(clerk), rights=("PAY",), valid_to=None,
            on=ON, at=LATER,
        )  # fmt: skip


def test_what_staff_leave_behind_in_a_firm_stays(organisations: Any) -> None:
    first, _second = firm(organisations)
    boss, deputy, clerk = person("boss"), person("deputy"), person("clerk")
    grant(boss, first)
    grant(deputy, first)
    let_in(boss, clerk, first)
    services.unbind_account(user_id=boss.pk, account_no=first.account_no, on=ON, at=LATER)
    assert held(clerk)


def test_an_invitation_adds_to_ones_own_weak_access(home: Any, zhao: Any, son: Any) -> None:
    bind(son, home.account_no, **AMOUNT)
    let_in(zhao, son, home, rights=("MANAGE_ACCESS",))
    assert "MANAGE_ACCESS" in held(son)[home.account_no]
    assert "PAY" in held(son)[home.account_no]
    with pytest.raises(errors.InvitationOver):
        answer(zhao, invite(zhao, home))
