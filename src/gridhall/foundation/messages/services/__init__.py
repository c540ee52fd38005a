"""Telling somebody something, by whichever way works, once."""

from ._box import mark_read, send
from ._campaigns import (
    ANNOUNCEMENT,
    SEND_BULK,
    NewCampaign,
    cancel_campaign,
    create_campaign,
    pause_campaign,
    prepare_campaign,
    refuse_campaign,
    request_sending,
    resume_campaign,
    start_campaign,
)
from ._deliver import deliver_due
from ._inbound import (
    assign_inbound,
    close_inbound,
    open_inbound,
    receive_email,
    receive_sms,
)
from ._queue import (
    DELIVER_TASK,
    PREPARE_TASK,
    NewMessage,
    queue_outside,
    send_direct,
    wake_worker,
)
from ._receipts import bounce, lift_suppression, receive_receipt, settle_doubt
from ._recover import recover
from ._rules import NewRule, add_price, add_rule
from ._texts import (
    PUBLISH,
    Texts,
    check_texts,
    draft_version,
    publish_version,
    refuse_version,
    request_publication,
    required_placeholders,
)
from ._wishes import set_preference

__all__ = [
    "ANNOUNCEMENT", "DELIVER_TASK", "PREPARE_TASK", "PUBLISH", "SEND_BULK", "NewCampaign",
    "NewMessage", "NewRule",
    "Texts", "add_price", "add_rule", "assign_inbound", "bounce", "cancel_campaign",
    "check_texts", "close_inbound", "create_campaign", "deliver_due", "draft_version",
    "lift_suppression", "mark_read", "open_inbound", "pause_campaign", "prepare_campaign",
    "publish_version", "queue_outside",
    "receive_email", "receive_receipt", "receive_sms", "recover", "refuse_campaign",
    "refuse_version", "request_publication", "request_sending", "required_placeholders",
    "resume_campaign", "send", "send_direct", "set_preference", "settle_doubt",
    "start_campaign", "wake_worker",
]  # fmt: skip
