"""My accounts at the portal: binding, names, people with access, rights on every page."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gridhall.customers import services
from gridhall.customers.blind import phone_index
from gridhall.foundation.outbox.services import deliver_pending
from gridhall.foundation.signin.models import VerifiedPhone
from gridhall.foundation.signin.phones import index_of
from tests.customers.portal_people import listen
from tests.portal.test_pages import read, signed_in
from tests.receivables import street

pytestmark = pytest.mark.django_db
HOME, OTHER = "3311010371", "3311010744"
PHONE, SON = "15400000001", "15512340001"
DOCUMENT = {"proof": "DOCUMENT", "account_no": HOME, "name": "赵某甲", "document_ending": "010371"}


@pytest.fixture(autouse=True)
def phone(monkeypatch: Any) -> Any:
    return listen(monkeypatch)


@pytest.fixture
def bill() -> Any:
    made = street.town_bill(street.organisation(), HOME)
    apps.get_model("customers.Contact").objects.create(
        account=made.account, kind="PHONE", value=PHONE, value_index=phone_index(PHONE)
    )
    deliver_pending()
    return made


@pytest.fixture
def zhao(bill: Any) -> Any:
    return street.customer(bill.account)


def somebody(name: str, *, phone: str = "") -> Any:
    user = street.customer(username=name)
    if phone:
        VerifiedPhone.objects.create(
            user=user, phone=phone, phone_index=index_of(phone), verified_at=timezone.now()
        )
    return user


def post(client: Client, page: str, /, *args: object, **data: Any) -> Any:
    return client.post(reverse(f"portal:{page}", args=args), data)


def guest(holder: Any, account: Any, *rights: str, name: str = "son") -> Any:
    """Return somebody whom the holder let in with these rights."""
    user = somebody(name, phone=SON)
    on, at = timezone.localdate(), timezone.now()
    number = services.invite(
        inviter_id=holder.pk, on=on, at=at, link=str,
        wanted=services.NewInvitation(
            account_ids=(account.pk,), phone=SON, known_as="小赵", rights=rights
        ),
    )  # fmt: skip
    services.accept_invitation(
        user_id=user.pk, verified_phone=SON, invitation_id=number, on=on, at=at
    )
    return user


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_new_login_binds_its_first_account(bill: Any, phone: Any, language: str) -> None:
    client = signed_in(somebody("new"), language)
    assert reverse("portal:bind") in read(client, "home")
    assert reverse("portal:bind") in read(client, "accounts")

    sent = post(client, "bind", proof="PHONE_CODE", account_no=HOME)
    assert sent.status_code == 200
    assert PHONE not in sent.content.decode()
    answer = post(client, "bind", proof="PHONE_CODE", account_no=HOME, code=phone.code)

    assert answer["Location"] == reverse("portal:accounts")
    assert HOME in read(client, "accounts")


def test_unknown_and_wrong_look_the_same(bill: Any, phone: Any) -> None:
    def page(number: str, who: str, **data: str) -> str:
        answer = post(signed_in(somebody(who)), "bind", **{**data, "account_no": number})
        text = answer.content.decode().replace(number, "NUMBER").replace(who, "WHO")
        return re.sub(r"\b[A-Za-z0-9]{64}\b", "TOKEN", text)

    wrong = {**DOCUMENT, "name": "李某"}
    assert page(HOME, "guess1", **wrong) == page("3311999999", "guess2", **wrong)
    code = {"proof": "PHONE_CODE"}
    assert page(HOME, "guess3", **code) == page("3311999999", "guess4", **code)


@pytest.mark.parametrize("kind", ["PHONE_CODE", "DOCUMENT", "BILL_AMOUNT"])
def test_every_proof_has_its_form(bill: Any, kind: str) -> None:
    client = signed_in(somebody("new"))
    page = client.get(reverse("portal:bind"), {"proof": kind}).content.decode()
    assert 'name="account_no"' in page
    assert post(client, "bind", proof=kind, account_no="").status_code == 422
    assert client.get(reverse("portal:bind"), {"proof": "STAFF"}).status_code == 200


@pytest.mark.requirement("R11")
def test_a_weak_proof_asks_for_a_code_before_details_of_the_use(bill: Any, phone: Any) -> None:
    client = signed_in(somebody("new"))
    amount = {"proof": "BILL_AMOUNT", "account_no": HOME, "amount": str(bill.total)}
    assert post(client, "bind", **amount).status_code == 302
    assert "<canvas" not in read(client, "home")
    assert 'name="code"' not in read(client, "usage")
    asks = read(client, "usage")
    assert reverse("portal:usage_code") in asks
    assert "上月" not in read(client, "bill", bill.bill_no)

    assert 'name="code"' in post(client, "usage_code", account=HOME).content.decode()
    assert post(client, "usage_code", account=HOME, code="1").status_code == 422
    assert post(client, "usage_code", account=HOME, code=phone.code).status_code == 302

    assert reverse("portal:usage_code") not in read(client, "usage")
    again = signed_in(apps.get_model("identity.User").objects.get(username="new"))
    assert reverse("portal:usage_code") in read(again, "usage")  # once a session


PAGES = {
    "bills": "VIEW_BILLS", "payments": "VIEW_BILLS", "usage": "VIEW_USAGE",
    "messages": "VIEW_MESSAGES", "profile": "VIEW_FILE", "pay": "PAY", "people": "MANAGE_ACCESS",
    "invite": "MANAGE_ACCESS",
}  # fmt: skip


@pytest.mark.requirement("R11", "R46")
@pytest.mark.parametrize("right", sorted({*PAGES.values(), "EDIT_CONTACTS"}))
def test_each_right_opens_its_pages_and_no_others(bill: Any, zhao: Any, right: str) -> None:
    client = signed_in(guest(zhao, bill.account, right))
    for name, needed in PAGES.items():
        read(client, name, status=200 if needed == right else 403)
    read(client, "home")
    read(client, "accounts")
    found = 200 if right == "VIEW_BILLS" else 404
    read(client, "bill", bill.bill_no, status=found)
    read(client, "bundle", bill.bill_no, status=found)
    sees_money = right in {"VIEW_BILLS", "PAY"}
    assert (str(bill.total) in read(client, "accounts")) is sees_money
    if right != "VIEW_MESSAGES":  # the news names the amount of the bill
        assert ("259.68" in read(client, "home")) is sees_money


def test_a_guest_pays_only_with_the_right(bill: Any, zhao: Any) -> None:
    client = signed_in(guest(zhao, bill.account, "VIEW_BILLS"))
    answer = post(client, "pay", account=HOME, amount="1.00", idempotency_key="k")
    assert answer.status_code == 404
    assert apps.get_model("receivables.PaymentOrder").objects.count() == 0


def test_what_a_guest_opens_is_written_down_once_a_session(bill: Any, zhao: Any) -> None:
    acts = apps.get_model("audit.AuditEvent").objects.filter(action="customers.portal_used")
    holder, client = signed_in(zhao), signed_in(guest(zhao, bill.account, "VIEW_BILLS"))
    for _time in range(2):
        read(client, "bills")
        read(client, "bill", bill.bill_no)
        read(holder, "bills")
    assert [act.changes for act in acts] == [{"right": "VIEW_BILLS"}]
    page = read(holder, "people")
    assert "小赵" in page
    assert "最近使用" in page


def test_inviting_accepting_changing_and_taking_back(bill: Any, zhao: Any, phone: Any) -> None:
    holder = signed_in(zhao)
    wanted = {
        "known_as": "小赵", "phone": SON, "accounts": [str(bill.account_id)],
        "rights": ["VIEW_BILLS"], "valid_to": "",
    }  # fmt: skip
    assert post(holder, "invite", **{**wanted, "phone": "12"}).status_code == 422
    assert post(holder, "invite", **wanted).status_code == 302
    link = phone.sent[-1]["params"]["link"].replace("http://testserver", "")
    assert SON not in read(holder, "people")  # masked

    stranger, son = signed_in(somebody("li")), signed_in(somebody("son", phone=SON))
    assert HOME not in stranger.get(link).content.decode()
    assert HOME in son.get(link).content.decode()
    assert HOME in read(son, "home")  # an invitation waits there, too
    number = apps.get_model("customers.AccessInvitation").objects.get().pk
    post(stranger, "answer_invitation", number, answer="accept")
    assert "尚未" in read(stranger, "accounts") or "还没有" in read(stranger, "accounts")
    post(son, "answer_invitation", number, answer="accept")
    read(son, "bills")

    access = apps.get_model("customers.PortalAccess").objects.get(user__username="son").pk
    assert holder.get(reverse("portal:change_access", args=[access])).status_code == 200
    post(holder, "change_access", access, rights=["PAY"], valid_to="")
    read(son, "bills", status=403)
    read(son, "pay")
    access = (
        apps.get_model("customers.PortalAccess")
        .objects.get(user__username="son", ended_at__isnull=True)
        .pk
    )
    assert post(stranger, "take_back", access).status_code == 200  # has no account at all
    assert post(holder, "take_back", access).status_code == 302
    assert reverse("portal:bind") in read(son, "pay")


def test_a_stranger_touches_no_access(bill: Any, zhao: Any) -> None:
    other = street.account(street.organisation(), OTHER, name="李某甲")
    stranger = signed_in(street.customer(other, username="li"))
    son = guest(zhao, bill.account, "VIEW_BILLS")
    access = apps.get_model("customers.PortalAccess").objects.get(user=son).pk
    for name, key in (
        ("take_back", access), ("remove_person", son.pk), ("unbind", HOME), ("name_account", HOME),
        ("prefer_account", HOME), ("change_access", access), ("withdraw_invitation", 1),
        ("answer_invitation", 999),
    ):  # fmt: skip
        assert post(stranger, name, key, rights=["PAY"]).status_code == 404, name
    read(stranger, "change_access", access, status=404)


def test_several_accounts_with_names_a_first_one_and_the_sum(bill: Any) -> None:
    second = street.issued_bill(street.account(street.organisation(), OTHER), "100.32")
    user = street.customer(bill.account, second.account)
    client = signed_in(user)
    page = read(client, "accounts")
    assert "360.00" in page
    post(client, "name_account", OTHER, nickname="妈妈家<script>")
    post(client, "prefer_account", OTHER)

    home = read(client, "home")
    assert "妈妈家&lt;script&gt;" in home
    assert "100.32" in home
    post(client, "unbind", OTHER)
    assert "259.68" in read(client, "home")
    assert OTHER not in read(client, "accounts")
    assert post(client, "name_account", HOME, nickname="x" * 31).status_code == 302


def test_the_last_administrator_of_a_firm_stays(bill: Any, zhao: Any) -> None:
    apps.get_model("customers.Party").objects.update(kind="ORGANISATION")
    client = signed_in(zhao)
    answer = client.post(reverse("portal:unbind", args=[HOME]), follow=True)
    assert "没有人管理授权" in answer.content.decode()
    assert HOME in read(client, "accounts")


def test_an_access_that_ended_opens_nothing(bill: Any, zhao: Any) -> None:
    son = guest(zhao, bill.account, "VIEW_BILLS")
    apps.get_model("customers.PortalAccess").objects.filter(user=son).update(
        valid_from=timezone.localdate() - timedelta(days=2), valid_to=timezone.localdate()
    )
    assert reverse("portal:bind") in read(signed_in(son), "bills")


def test_the_amount_of_the_last_bill_that_counts(bill: Any) -> None:
    from gridhall.billing import selectors as billing

    assert billing.last_bill_total(bill.account_id) == Decimal("259.68")
    street._model("billing.Bill").objects.filter(pk=bill.pk).update(status="REVERSED")
    assert billing.last_bill_total(bill.account_id) is None
