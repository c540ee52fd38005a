"""How each kind of act is told, and how it looks. ``{object}`` is what it was done to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.ui.text import Text

#: Without who and when, which stand beside it.
SENTENCES: dict[str, Text] = {
    "billing.approve_run": _("approved bill run {object}"),
    "billing.bundle_taken": _("downloaded the bundle of bill {object}"),
    "billing.cancel_run": _("cancelled bill run {object}"),
    "billing.issue_run": _("bill run {object} was issued"),
    "billing.rebill": _(
        "billed {accounts} account(s) again by run {object}, after run {supplement_to}"
    ),
    "billing.reverse_bill": _("reversed bill {object}"),
    "billing.start_run": _("started bill run {object} for {month}, {accounts} accounts"),
    "contracts.changed": _("changed the supply contract"),
    "contracts.imported": _("imported supply contracts: {created} new, {updated} changed"),
    "customers.corrected": _("corrected the customer file {object}"),
    "customers.imported": _("imported customer files: {created} new, {updated} changed"),
    "customers.portal_access_granted": _("opened account {object} at the portal for a person"),
    "customers.revealed": _("looked at “{field}” of customer {object} in full"),
    "customers.searched": _("searched customers: {hits} found"),
    "documents.attached": _("attached a document to {object}"),
    "documents.downloaded": _("saved a document of {object} as a file"),
    "documents.erased": _("erased a document of {object}"),
    "documents.hold_lifted": _("lifted the legal hold {object}"),
    "documents.hold_placed": _("placed a legal hold on {object}"),
    "documents.infected_erased": _("erased a document in which the scanner found “{virus}”"),
    "documents.version_added": _("gave a document of {object} version {version}"),
    "documents.viewed": _("looked at a document of {object}"),
    "imports.finished": _("imported file {object}"),
    "jobs.cancelled": _("took job {object} ({task}) out of the queue"),
    "jobs.retried": _("let job {object} ({task}) run again"),
    "jobs.schedule_changed": _("changed the schedule of {object}: {cron}, switched on: {is_on}"),
    "jobs.stop_asked": _("asked job {object} ({task}) to stop"),
    "lists.export": _("exported the list “{list}” as {format}"),
    "metering.imported": _("imported meters or readings: {created} new, {updated} changed"),
    "metering.meter_corrected": _("corrected meter {object}"),
    "metering.usage_point_corrected": _("corrected metering point {object}"),
    "outbox.retried": _("had event {object} ({event}) tried again"),
    "receivables.payment.posted": _("received {amount} yuan, {channel}, receipt {object}"),
    "receivables.payment.reversed": _("reversed payment {object} of {amount} yuan"),
    "signin.factor_added": _("added a second factor: {factor}"),
    "signin.factor_removed": _("removed a second factor: {factor}"),
    "signin.factors_reset": _("removed all second factors ({count}) of {object}"),
    "signin.failed": _("failed attempt to sign in as {object}, by {method}"),
    "signin.linked": _("linked the login with the company's log-in"),
    "signin.login_opened": _("opened a customer's login by phone"),
    "signin.password_changed": _("changed the password"),
    "signin.password_reset": _("set a new password by a code on the phone"),
    "signin.password_set": _("set a password"),
    "signin.phone_bound": _("bound a phone to the login"),
    "signin.phone_removed": _("took the phone off the login"),
    "signin.recovery_code_used": _("used a recovery code"),
    "signin.recovery_codes_renewed": _("made new recovery codes"),
    "signin.refused": _("refused to let {object} sign in: too many failed attempts"),
    "signin.session_ended": _("ended {count} sign-in(s) of {object}"),
    "signin.signed_in": _("signed in by {method} from {device}, {network}"),
    "signin.signed_out": _("signed out"),
    "tariffs.publish": _("published tariff books, library {object}"),
}

FIELDS: dict[str, Text] = {
    "name": _("Customer name"),
    "phone": _("Phone"),
    "contact_name": _("Contact"),
    "id_document": _("Identity number"),
    "address": _("Address"),
    "legal_representative": _("Legal representative"),
}
CHANNELS: dict[str, Text] = {
    "COUNTER_CASH": _("Counter, cash"),
    "COUNTER_CARD": _("Counter, card"),
    "ONLINE": _("Online"),
}
LISTS: dict[str, Text] = {
    "customers": _("Customers"),
    "readings": _("Readings"),
    "runs": _("Bill runs"),
    "bills": _("Bills"),
    "run-bills": _("Bills of this run"),
    "holds": _("Held bills"),
    "payments": _("Payments"),
    "cashiers": _("Takings of the day by cashier"),
    "payment-notices": _("Notices of the payment provider"),
    "books": _("Tariff books"),
    "entries": _("Values of the book"),
    "classes": _("Price classes"),
    "roles": _("Roles of employees"),
    "trail": _("Audit trail"),
}

#: Icon and tone of an act in a timeline.
LOOKS: dict[str, tuple[str, str]] = {
    "billing.approve_run": ("circle-check", "success"),
    "billing.cancel_run": ("ban", "warning"),
    "billing.reverse_bill": ("arrow-back-up", "warning"),
    "contracts.changed": ("file-pencil", "info"),
    "customers.corrected": ("pencil", "info"),
    "customers.portal_access_granted": ("device-mobile", "info"),
    "customers.revealed": ("eye", "warning"),
    "documents.attached": ("paperclip", "info"),
    "documents.downloaded": ("download", "warning"),
    "documents.erased": ("trash", "danger"),
    "documents.version_added": ("history", "info"),
    "documents.viewed": ("eye", "warning"),
    "receivables.payment.posted": ("cash", "success"),
    "signin.factors_reset": ("shield-off", "warning"),
    "signin.failed": ("lock-x", "danger"),
    "signin.refused": ("shield-lock", "danger"),
    "signin.signed_in": ("login-2", "success"),
    "signin.signed_out": ("logout", "neutral"),
    "receivables.payment.reversed": ("arrow-back-up", "danger"),
}
