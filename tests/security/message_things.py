"""Messages behind the doors: a delivery, a text, a campaign and a letter of one region."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

from django.apps import apps

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.messages import services
from tests.workbench import town

TEXTS = {
    "zh-hans": {"subject": "停电", "text": "计划检修"},
    "en": {"subject": "No supply", "text": "Planned work"},
}


def made(account_id: int, unit: str) -> dict[str, Any]:
    """Return the numbers of the things, all of the unit with this code."""
    place = identity.organisation_by_code(code=unit)
    assert place is not None
    author = town.user("comms").pk
    campaign = services.create_campaign(
        new=services.NewCampaign(
            title="检修", texts=TEXTS, purpose="SERVICE", channels=("IN_APP",),
            organisation_id=place.pk, start_at=town.NOW, account_ids=(account_id,),
        ),
        scope=town.scope(), actor_id=author, at=town.NOW,
    )  # fmt: skip
    version = services.draft_version(
        code="messages.announcement", channel="IN_APP", valid_from=town.NOW, actor_id=author,
        texts=services.Texts(title_zh="{subject}", body_zh="{text}", title_en="{subject}",
                             body_en="{text}."),
        at=town.NOW,
    )  # fmt: skip
    delivery = campaign.deliveries.get()
    suppression = apps.get_model("messaging.Suppression").objects.create(
        channel="SMS", address_index=b"x" * 16, address_mask="139****0001", reason="cast",
        since=town.NOW,
    )  # fmt: skip
    letter = _letter(account_id, place.pk, author)
    return {
        "campaign": campaign.pk, "delivery": delivery.pk, "version": version.pk,
        "template": "messages.announcement", "purpose": "BILLING", "channel": "SMS",
        "suppression": suppression.pk, "letter": letter.pk,
        "letter_file": letter.documents.get().pk,
    }  # fmt: skip


def _letter(account_id: int, organisation_id: int, author: int) -> Any:
    mail = EmailMessage()
    mail["From"], mail["Message-ID"], mail["Subject"] = "a@example.com", "<cast@x>", "?"
    mail.set_content("Why?")
    mail.add_attachment(
        b"%PDF-1.7 proof", maintype="application", subtype="pdf", filename="proof.pdf"
    )
    letter = services.receive_email(raw=mail.as_bytes(), at=town.NOW)
    assert letter is not None
    return services.assign_inbound(
        pk=letter.pk, account_id=account_id, organisation_id=organisation_id, account_no="-",
        actor_id=author, at=town.NOW,
    )  # fmt: skip
