"""What a person may ask: a copy of everything, and erasure."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from gridhall.customers import selectors as customers
from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.approvals.errors import UnableToDecideOwnRequest
from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.personal_data import errors, services
from gridhall.foundation.personal_data.models import Erasure, SubjectRequest
from gridhall.foundation.personal_data.services._erasing import read_erasure_list
from tests.foundation.personal_data.conftest import AT, Someone, close_and_pay
from tests.security.test_dump import dump, spellings

LATER = AT + timedelta(hours=1)


def opened(someone: Someone, kind: str) -> SubjectRequest:
    """Return a request whose person has proven who she is."""
    request = services.open_request(
        scope=someone.scope, kind=kind, party_id=someone.party_id, account_no=someone.account_no,
        organisation_id=someone.organisation_id, note="本人来厅申请", at=AT,
        actor_id=someone.officer.pk,
    )  # fmt: skip
    return services.prove_identity(
        scope=someone.scope, request_id=request.pk, proof="核对身份证原件", at=AT,
        actor_id=someone.officer.pk,
    )  # fmt: skip


def erased(someone: Someone) -> SubjectRequest:
    """Carry an erasure through to its end."""
    request = opened(someone, "ERASE")
    services.ask_for_erasure(
        scope=someone.scope, request_id=request.pk, reason="销户后申请删除", at=AT,
        actor_id=someone.officer.pk,
    )  # fmt: skip
    waiting = apps.get_model("approvals.ApprovalRequest").objects.get(
        kind="privacy.erase", subject_id=str(request.pk), status="WAITING"
    )
    with pytest.raises(UnableToDecideOwnRequest):
        approvals.decide(pk=waiting.pk, approve=True, decided_by_id=someone.officer.pk, at=AT)
    approvals.decide(pk=waiting.pk, approve=True, decided_by_id=someone.other.pk, at=AT)
    return services.run_request(request_id=request.pk, clock=lambda: LATER)


@pytest.mark.requirement("R4")
def test_a_copy_holds_everything_and_expires(someone: Someone) -> None:
    request = opened(someone, "EXPORT")
    assert request.due_on == AT.date() + timedelta(days=15)
    services.start_export(
        scope=someone.scope, request_id=request.pk, actor_id=someone.officer.pk, at=AT
    )
    done = services.run_request(request_id=request.pk, clock=lambda: LATER)
    assert done.status == "DONE"
    name, content = services.take_bundle(
        scope=someone.scope, request_id=request.pk, actor_id=someone.officer.pk, at=LATER
    )
    assert name == f"{request.number}.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert set(archive.namelist()) == {"README.txt", "data.json", "data.xlsx"}
        data = json.loads(archive.read("data.json"))
    text = json.dumps(data, ensure_ascii=False)
    for value in (someone.name, someone.phone, someone.id_document, someone.address,
                  someone.account_no, "259.68"):  # fmt: skip
        assert value in text
    titles = {section["title"] for section in data["sections"]}
    assert len(titles) >= 6
    with pytest.raises(errors.ExportNotReady):
        services.take_bundle(
            scope=someone.scope, request_id=request.pk, actor_id=someone.officer.pk,
            at=LATER + timedelta(days=8),
        )  # fmt: skip
    acts = [one.action for one in audit.history_of_object(
        object_type="subject_request", object_id=str(request.pk))]  # fmt: skip
    assert set(acts) == {
        "privacy.request_received", "privacy.identity_proven", "privacy.export_started",
        "privacy.copy_made", "privacy.copy_taken",
    }  # fmt: skip


def test_steps_cannot_be_skipped_or_done_twice(someone: Someone) -> None:
    request = services.open_request(
        scope=someone.scope, kind="EXPORT", party_id=someone.party_id, note="",
        account_no=someone.account_no, organisation_id=someone.organisation_id, at=AT,
        actor_id=someone.officer.pk,
    )  # fmt: skip
    step: dict[str, Any] = {
        "scope": someone.scope, "request_id": request.pk, "actor_id": someone.officer.pk, "at": AT,
    }  # fmt: skip
    with pytest.raises(errors.WrongStep):
        services.start_export(**step)
    with pytest.raises(errors.ProofMissing):
        services.prove_identity(proof=" ", **step)
    with pytest.raises(errors.RequestOpenAlready):
        services.open_request(
            scope=someone.scope, kind="EXPORT", party_id=someone.party_id, note="",
            account_no=someone.account_no, organisation_id=someone.organisation_id, at=AT,
            actor_id=someone.officer.pk,
        )  # fmt: skip
    services.prove_identity(proof="身份证", **step)
    with pytest.raises(errors.WrongStep):
        services.prove_identity(proof="身份证", **step)
    with pytest.raises(errors.ReasonMissing):
        services.turn_down(reason="", **step)
    assert services.turn_down(reason="非本人", **step).status == "REFUSED"
    with pytest.raises(errors.WrongStep):
        services.withdraw(reason="撤回", **step)


@pytest.mark.requirement("R4")
def test_open_accounts_and_debts_stand_in_the_way(someone: Someone) -> None:
    request = opened(someone, "ERASE")
    with pytest.raises(errors.ErasureRefused) as caught:
        services.ask_for_erasure(
            scope=someone.scope, request_id=request.pk, reason="申请删除", at=AT,
            actor_id=someone.officer.pk,
        )  # fmt: skip
    assert someone.account_no in str(caught.value)
    assert "259.68" in str(caught.value)


@pytest.mark.requirement("R4")
def test_erasure_leaves_bills_and_no_person(someone: Someone) -> None:
    close_and_pay(someone)
    bills = apps.get_model("billing.Bill").objects.filter(account_id=someone.account_id)
    before = list(bills.values_list("bill_no", "total"))

    request = erased(someone)

    assert request.status == "DONE"
    assert list(bills.values_list("bill_no", "total")) == before
    card = customers.account_card(scope=someone.scope, account_no=someone.account_no)
    party = apps.get_model("customers.Party").objects.get(pk=someone.party_id)
    assert (party.name, party.id_document) == ("已删除", "")
    for question in (someone.name, someone.phone, someone.address):
        found = customers.search_accounts(scope=someone.scope, text=question, limit=50)
        assert someone.account_no not in {hit.account_no for hit in found.hits}
    assert someone.phone[-4:] not in str(card)
    kept = {one["what_en"] for one in request.outcome["kept"]}
    assert {"Bills", "Audit trail", "Numbers of accounts and supply points"} <= kept
    assert all(one["reason_zh"] and one["source"] for one in request.outcome["kept"])
    values = {"name": someone.name, "id": someone.id_document, "phone": someone.phone}
    text = dump()
    for value in values.values():
        assert not any(spelling in text for _how, spelling in spellings(value))


def test_who_was_erased_and_returns_is_a_new_customer(someone: Someone) -> None:
    close_and_pay(someone)
    key = customers.document_key_of(party_id=someone.party_id)
    erased(someone)
    assert customers.party_by_document_key(key=key) is None
    assert bytes(Erasure.objects.get().subject_key) == key


@pytest.mark.requirement("R4")
def test_an_older_backup_forgets_nobody_s_erasure(someone: Someone) -> None:
    close_and_pay(someone)
    before = apps.get_model("customers.Party").objects.get(pk=someone.party_id)
    index = bytes(before.id_document_index)
    request = erased(someone)
    lines = read_erasure_list()
    assert [line["request"] for line in lines] == [request.number]
    assert someone.id_document not in json.dumps(lines)

    # the older backup: the person is back, the table knows of no erasure, the request is open
    Erasure.objects.all().delete()
    SubjectRequest.objects.filter(pk=request.pk).update(status="PROVEN", finished_at=None)
    before.id_document_index = index
    before.save()
    done = services.erase_again(at=LATER)

    assert done == {"erased": [request.number], "not_there": []}
    assert apps.get_model("customers.Party").objects.get(pk=someone.party_id).name == "已删除"
    assert SubjectRequest.objects.get(pk=request.pk).status == "DONE"
    assert services.erase_again(at=LATER) == {"erased": [], "not_there": []}


def test_a_debt_that_came_meanwhile_stops_the_job(someone: Someone) -> None:
    close_and_pay(someone)
    request = opened(someone, "ERASE")
    services.ask_for_erasure(
        scope=someone.scope, request_id=request.pk, reason="销户", at=AT,
        actor_id=someone.officer.pk,
    )  # fmt: skip
    waiting = apps.get_model("approvals.ApprovalRequest").objects.get(
        subject_id=str(request.pk), kind="privacy.erase"
    )
    approvals.decide(pk=waiting.pk, approve=True, decided_by_id=someone.other.pk, at=AT)
    apps.get_model("receivables.Balance").objects.filter(account_id=someone.account_id).update(
        amount=5
    )
    stopped = services.run_request(request_id=request.pk, clock=lambda: LATER)
    assert stopped.status == "PROVEN"
    assert stopped.outcome["obstacles"]
    assert apps.get_model("customers.Party").objects.get(pk=someone.party_id).name == someone.name


def test_a_refused_approval_puts_the_request_back(someone: Someone) -> None:
    close_and_pay(someone)
    request = opened(someone, "ERASE")
    services.ask_for_erasure(
        scope=someone.scope, request_id=request.pk, reason="销户", at=AT,
        actor_id=someone.officer.pk,
    )  # fmt: skip
    waiting = apps.get_model("approvals.ApprovalRequest").objects.get(
        subject_id=str(request.pk), kind="privacy.erase"
    )
    approvals.decide(
        pk=waiting.pk, approve=False, decided_by_id=someone.other.pk, at=AT, note="材料不全"
    )
    assert SubjectRequest.objects.get(pk=request.pk).status == "PROVEN"
