"""Reads of messages: boxes, deliveries, texts, campaigns, letters from outside, rules."""

from ._box import MessageView, to_accounts, to_employee, unread_by_accounts, unread_by_employee
from ._campaigns import CampaignProgress, campaign, campaign_by_id, campaigns_page, progress
from ._inbound import inbound, inbound_page
from ._log import (
    ChannelCost,
    LogFilter,
    attempts,
    costs,
    deliveries_page,
    delivery,
    shown_text,
    simulated,
    suppressions,
)
from ._rules import all_prices, all_rules, prices_in_force, rules_in_force
from ._templates import (
    Preview,
    Shown,
    TemplateRow,
    preview,
    template_rows,
    texts_by_language,
    version,
    version_before,
    versions,
)
from ._texts import box_versions, versions_in_force
from ._wishes import Wish, reaches, wishes

__all__ = [
    "CampaignProgress", "ChannelCost", "LogFilter", "MessageView", "Preview", "Shown",
    "TemplateRow", "Wish", "all_prices", "all_rules", "attempts", "box_versions", "campaign",
    "campaign_by_id", "campaigns_page", "costs", "deliveries_page", "delivery",
    "inbound", "inbound_page", "preview", "prices_in_force", "progress",
    "reaches", "rules_in_force", "shown_text", "simulated", "suppressions", "template_rows",
    "texts_by_language", "to_accounts", "to_employee", "unread_by_accounts",
    "unread_by_employee", "version", "version_before", "versions", "versions_in_force", "wishes",
]  # fmt: skip
