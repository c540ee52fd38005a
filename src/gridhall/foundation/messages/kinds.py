"""What messages themselves register: their own template, and the acts that need two people."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.approvals import registry as approvals

from . import registry

if TYPE_CHECKING:
    from gridhall.foundation.approvals.models import ApprovalRequest


def register_all() -> None:
    """Make template and kinds known; called once when the app starts."""
    registry.register(
        registry.MessageTemplate(
            code="messages.announcement", title="{subject}", body="{text}", short="{text}",
            required=("text",), optional=("account_no",), label=_("Announcement"),
        )
    )  # fmt: skip
    approvals.register(
        approvals.ApprovalKind(
            code="messages.publish_template", label=_("Publish a message text"),
            action="messages.approve", apply=_publish, refuse=_refuse_text, describe=_describe_text,
        )
    )  # fmt: skip
    approvals.register(
        approvals.ApprovalKind(
            code="messages.send_bulk", label=_("Send a message to many"),
            action="messages.approve", apply=_start, refuse=_refuse_campaign,
            describe=_describe_campaign,
        )
    )  # fmt: skip


def _publish(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    from . import services

    services.publish_version(pk=int(request.subject_id), actor_id=decided_by_id, at=at)


def _refuse_text(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    from . import services

    services.refuse_version(pk=int(request.subject_id), actor_id=decided_by_id, at=at)


def _start(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    from . import services

    services.start_campaign(pk=int(request.subject_id), actor_id=decided_by_id, at=at)


def _refuse_campaign(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    from . import services

    services.refuse_campaign(pk=int(request.subject_id), actor_id=decided_by_id, at=at)


def _describe_text(request: ApprovalRequest) -> list[tuple[Any, Any]]:
    from . import selectors

    row = selectors.version(pk=int(request.subject_id))
    return [
        (_("Template"), row.code), (_("Way"), row.get_channel_display()),
        (_("Version"), row.number), (_("Chinese title"), row.title_zh),
        (_("Chinese text"), row.body_zh), (_("English title"), row.title_en),
        (_("English text"), row.body_en),
    ]  # fmt: skip


def _describe_campaign(request: ApprovalRequest) -> list[tuple[Any, Any]]:
    from . import selectors

    row = selectors.campaign_by_id(pk=int(request.subject_id))
    chinese, english = row.texts.get("zh-hans", {}), row.texts.get("en", {})
    return [
        (_("Campaign"), row.title), (_("Recipients"), row.recipients),
        (_("Message purpose"), row.get_purpose_display()),
        (_("Chinese title"), chinese.get("subject")),
        (_("Chinese text"), chinese.get("text")), (_("English title"), english.get("subject")),
        (_("English text"), english.get("text")),
    ]  # fmt: skip
