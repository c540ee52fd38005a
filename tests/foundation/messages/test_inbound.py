"""Letters from outside: kept once, matched to a contact, doubt shown."""

from __future__ import annotations

import json
from email.message import EmailMessage

import pytest

from gridhall.foundation.identity.selectors import Scope, whole_company
from gridhall.foundation.messages import selectors, services
from gridhall.foundation.messages.channels import signatures
from gridhall.foundation.messages.errors import (
    NotFound,
    SignatureInvalid,
    UnreadableCall,
    WrongState,
)
from gridhall.foundation.messages.models import InboundMessage
from gridhall.foundation.messages.services import NewMessage

from .conftest import KEY, NOON

pytestmark = pytest.mark.django_db
HOME = "li@example.com"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def letter(**headers):
    mail = EmailMessage()
    given = {"From": f"李四 <{HOME}>", "Subject": "电费疑问", "Message-ID": "<1@example.com>"}
    for name, value in {**given, **headers}.items():
        mail[name] = value
    mail.set_content("二月的电费为什么高？\n")
    return mail


def text(provider_id="s1", sender="13900000001", at=NOON, key=KEY, **more):
    body = json.dumps({"id": provider_id, "from": sender, "text": "停电了", **more}).encode()
    return {"body": body, "signature": signatures.sign(body, key=key, at=at), "at": NOON}


def test_an_e_mail_is_matched_to_the_account_and_kept_once(town):
    town.add(7, ("EMAIL", HOME))
    raw = letter().as_bytes()

    first = services.receive_email(raw=raw, at=NOON)
    again = services.receive_email(raw=raw, at=NOON)

    assert first.pk == again.pk
    assert (first.match, first.account_ref, first.sender_mask) == ("CERTAIN", 7, "l***@example.com")
    assert (first.subject, first.body) == ("电费疑问", "二月的电费为什么高？")
    assert InboundMessage.objects.count() == 1


def test_a_letters_text_is_unreadable_in_the_table(town):
    from django.db import connection

    services.receive_email(raw=letter().as_bytes(), at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM messaging_inboundmessage d")
        (dump,) = cursor.fetchone()

    assert HOME not in dump
    assert HOME.encode().hex() not in dump
    assert "电费疑问".encode().hex() not in dump


def test_attachments_become_documents_and_what_is_not_allowed_is_named(town):
    mail = letter()
    mail.add_attachment(PNG, maintype="image", subtype="png", filename="电表.png")
    mail.add_attachment(b"MZ\x90\x00" + b"\x00" * 80, maintype="application",
                        subtype="octet-stream", filename="x.exe")  # fmt: skip

    row = services.receive_email(raw=mail.as_bytes(), at=NOON)

    assert [one.name for one in row.documents.all()] == ["电表.png"]
    assert row.problems.startswith("x.exe: DOCUMENT_")


def test_an_answer_knows_what_it_answers(town):
    town.add(7, ("EMAIL", HOME))
    services.send(
        [NewMessage(template="test.bill", dedup_key="b", account_id=7,
                    params={"month": "1", "amount": "1", "day": "1"})],
        at=NOON,
    )  # fmt: skip
    services.deliver_due(clock=lambda: NOON)
    sent = selectors.deliveries_page(
        scope=whole_company(), narrowed=selectors.LogFilter(address=HOME)
    ).rows[0]

    row = services.receive_email(
        raw=letter(**{"In-Reply-To": f"<{sent.token}@localhost>"}).as_bytes(), at=NOON
    )

    assert row.answers_id == sent.pk


def test_automatic_answers_are_filed_as_done(town):
    row = services.receive_email(
        raw=letter(**{"Auto-Submitted": "auto-replied"}).as_bytes(), at=NOON
    )

    assert (row.status, row.note) == ("DONE", "AUTOMATIC")


def test_two_accounts_with_the_same_number_leave_a_doubt_that_a_person_settles(town, sms, people):
    for pk in (1, 2):
        town.add(pk, ("SMS", "13900000001"))

    row = services.receive_sms(**text())
    assert (row.match, row.account_ref, row.account_refs) == ("SEVERAL", None, [1, 2])
    services.assign_inbound(
        pk=row.pk, account_id=2, organisation_id=town.organisation_id, account_no="0000000002",
        actor_id=people[0], at=NOON,
    )  # fmt: skip
    services.close_inbound(pk=row.pk, note="已回电", actor_id=people[0], at=NOON)

    row.refresh_from_db()
    assert (row.match, row.account_ref, row.status) == ("SETTLED", 2, "DONE")
    with pytest.raises(WrongState):
        services.close_inbound(pk=row.pk, note="再次", actor_id=people[0], at=NOON)


def test_a_text_message_is_kept_once_and_an_unknown_sender_is_said_to_be_so(town, sms):
    first, again = services.receive_sms(**text()), services.receive_sms(**text())

    assert (first.pk, first.match) == (again.pk, "UNKNOWN")


def test_what_was_not_signed_by_the_provider_is_refused(town, sms, settings):
    for wrong in (
        text(key="another"),
        text(at=NOON.replace(hour=3)),
        {**text(), "body": b"{}"},
        {**text(), "signature": ""},
    ):
        with pytest.raises(SignatureInvalid):
            services.receive_sms(**wrong)
    settings.GRIDHALL_MESSAGES = {**settings.GRIDHALL_MESSAGES, "SMS": {}}
    with pytest.raises(SignatureInvalid):
        services.receive_sms(**text(key=""))
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\x01", b"From: nobody\n\nx", b"Content-Type: multipart/mixed\n\n--"]
)
def test_what_is_no_letter_is_refused(town, raw):
    with pytest.raises(UnreadableCall):
        services.receive_email(raw=raw, at=NOON)


def test_letters_of_another_unit_do_not_exist(town, sms):
    town.add(1, ("SMS", "13900000001"))
    row = services.receive_sms(**text())
    unknown = services.receive_sms(**text("s2", "13900000002"))
    nowhere = Scope(organisation_ids=frozenset({-1}))

    with pytest.raises(NotFound):
        selectors.inbound(scope=nowhere, pk=row.pk)
    assert selectors.inbound(scope=nowhere, pk=unknown.pk) == unknown
