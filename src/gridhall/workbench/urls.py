"""Addresses of the workbench. One include per sub-folder; the names share one namespace.

A sub-folder's ``urls.py`` has only ``urlpatterns``, no ``app_name``: its route is then
``workbench:customers``, ``workbench:bill_runs`` and so on. The names that the sidebar and the
top bar expect stand in ``navigation.py``: a name that does not resolve yet shows no item.
"""

from django.urls import include, path

app_name = "workbench"

urlpatterns = [
    path("", include("gridhall.workbench.home.urls")),
    path("customers/", include("gridhall.workbench.customers.urls")),
    path("upkeep/", include("gridhall.workbench.upkeep.urls")),
    path("cases/", include("gridhall.workbench.cases.urls")),
    path("macros/", include("gridhall.workbench.macros.urls")),
    path("imports/", include("gridhall.workbench.imports.urls")),
    path("tariffs/", include("gridhall.workbench.tariffs.urls")),
    path("metering/", include("gridhall.workbench.metering.urls")),
    path("surveys/", include("gridhall.workbench.surveys.urls")),
    path("appraisal/", include("gridhall.workbench.appraisal.urls")),
    path("billing/", include("gridhall.workbench.billing.urls")),
    path("receivables/", include("gridhall.workbench.receivables.urls")),
    path("contacts/", include("gridhall.workbench.contacts.urls")),
    path("reports/", include("gridhall.workbench.reports.urls")),
    path("improvement/", include("gridhall.workbench.improvement.urls")),
    path("work/", include("gridhall.workbench.work.urls")),
    path("approvals/", include("gridhall.workbench.approvals.urls")),
    path("staff/", include("gridhall.workbench.staff.urls")),
    path("calendar/", include("gridhall.workbench.calendar.urls")),
    path("standards/", include("gridhall.workbench.standards.urls")),
    path("processes/", include("gridhall.workbench.processes.urls")),
    path("documents/", include("gridhall.workbench.documents.urls")),
    path("messages/", include("gridhall.workbench.messages.urls")),
    path("privacy/", include("gridhall.workbench.privacy.urls")),
    path("audit/", include("gridhall.workbench.audit.urls")),
    path("jobs/", include("gridhall.workbench.jobs.urls")),
    path("wall-board/", include("gridhall.workbench.wallboard.urls")),
]
