"""E-mail through a real SMTP server: sent, bounced, put off, in doubt, answered."""

from __future__ import annotations

import pytest

from gridhall.foundation.messages import services
from gridhall.foundation.messages.errors import WrongState
from gridhall.foundation.messages.models import Delivery, Suppression
from gridhall.foundation.messages.services import NewMessage

from .conftest import NOON
from .postbox import Postbox

pytestmark = pytest.mark.django_db
PARAMS = {"month": "二月", "amount": "31.95", "day": "2026-03-20"}
HOME = "li@example.com"


@pytest.fixture
def postbox(settings):
    with Postbox() as box:
        settings.GRIDHALL_MESSAGES = box.settings(settings)
        yield box


@pytest.fixture
def told(town, postbox):
    town.add(7, ("EMAIL", HOME))

    def tell(*orders):
        postbox.tell(*orders)
        services.send(
            [NewMessage(template="test.bill", dedup_key="b", account_id=7, params=PARAMS)], at=NOON
        )
        services.deliver_due(clock=lambda: NOON)
        return Delivery.objects.get()

    return tell


def test_a_letter_arrives_with_its_marks(told, postbox):
    row = told()

    (letter,) = postbox.letters
    assert letter["To"] == HOME
    assert letter["Subject"] == "Bill of 二月"
    assert letter.get_content().strip() == "31.95 yuan until 2026-03-20"
    assert letter["Message-ID"] == f"<{row.token}@grid.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert (row.status, row.attempt_rows.get().outcome) == ("SENT", "ACCEPTED")


def test_an_unknown_mailbox_is_left_alone(told):
    row = told("550 no such user")

    assert (row.status, row.reason) == ("FAILED", "SUPPRESSED")
    assert Suppression.objects.get().address_mask == "l***@example.com"


def test_a_busy_server_is_asked_again(told, postbox):
    row = told("451 try later")
    assert (row.status, row.reason) == ("WAITING", "TRY_AGAIN")

    services.deliver_due(clock=lambda: row.due_at)
    assert len(postbox.letters) == 1


def test_what_is_in_doubt_is_not_sent_again_by_itself(told, postbox, people):
    row = told("drop")
    assert (row.status, row.reason) == ("IN_DOUBT", "NO_ANSWER")
    services.deliver_due(clock=lambda: NOON)
    assert len(postbox.letters) == 1

    services.settle_doubt(
        delivery_id=row.pk, again=False, reason="客户说已收到", actor_id=people[0], at=NOON
    )
    row.refresh_from_db()
    assert row.status == "SENT"
    with pytest.raises(WrongState):
        services.settle_doubt(
            delivery_id=row.pk, again=True, reason="再发一次", actor_id=people[0], at=NOON
        )


def test_a_report_that_it_came_back_marks_the_message(told, postbox):
    row = told()
    report = f"""From: mailer-daemon@example.com
To: 95598@grid.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not work.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; example.com

Final-Recipient: rfc822; {HOME}
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: <{row.token}@grid.example>
X-GridHall-Message: {row.token}

--b--
""".encode()

    assert services.receive_email(raw=report, at=NOON) is None
    services.deliver_due(clock=lambda: NOON)

    row.refresh_from_db()
    assert (row.status, row.attempt_rows.get().outcome) == ("FAILED", "BOUNCED")
    assert len(postbox.letters) == 1
