"""What each action means, for the role catalogue."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.ui.text import Text

ACTIONS: dict[str, Text] = {
    "audit.read": _("Read the audit trail"),
    "billing.approve": _("Approve bill runs"),
    "billing.read": _("Look at bills"),
    "billing.run": _("Start bill runs"),
    "calendar.manage": _("Keep the work calendar"),
    "contracts.read": _("Look at supply contracts"),
    "customers.edit": _("Ask for changes of customer files"),
    "customers.mass_update": _("Change many customer files by file"),
    "customers.merge": _("Merge and split customers"),
    "customers.quality": _("Look at the quality of customer files"),
    "customers.read": _("Look at customer files"),
    "customers.reveal": _("Look at personal values in full, with a reason"),
    "customers.review": _("Review changes of customer files"),
    "customers.verify": _("Verify customer files on site"),
    "documents.attach": _("File documents"),
    "documents.read": _("Look at documents"),
    "documents.manage": _("Keep kinds and retention of documents"),
    "exports.approve": _("Approve exports of many rows"),
    "imports.run": _("Import files"),
    "jobs.manage": _("Retry and cancel jobs, change schedules"),
    "jobs.read": _("Look at jobs"),
    "messages.answer": _("Answer letters and messages of customers"),
    "messages.approve": _("Approve mass messages"),
    "messages.manage": _("Write message texts"),
    "messages.read": _("Look at messages"),
    "messages.send_bulk": _("Prepare mass messages"),
    "metering.read": _("Look at meters and readings"),
    "privacy.approve": _("Approve requests about personal data"),
    "privacy.manage": _("Deal with requests about personal data"),
    "receivables.read": _("Look at payments"),
    "receivables.reverse_payment": _("Reverse payments"),
    "receivables.take_payment": _("Take payments"),
    "staff.approve": _("Decide on roles, review rights"),
    "staff.manage": _("Keep staff, units and deputies, ask for roles"),
    "staff.read": _("Look at staff, units and roles"),
    "tariffs.read": _("Look at tariffs"),
}
