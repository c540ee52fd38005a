"""Addresses of the customers' portal. One include per sub-folder; the names share one namespace.

A sub-folder's ``urls.py`` has only ``urlpatterns``, no ``app_name``: its route is then
``portal:bills``, ``portal:usage`` and so on. ``portal:home`` lives in ``bills/urls.py``.
"""

from django.urls import include, path

app_name = "portal"

urlpatterns = [
    path("", include("gridhall.portal.bills.urls")),
    path("accounts/", include("gridhall.portal.accounts.urls")),
    path("pay/", include("gridhall.portal.pay.urls")),
    path("receipts/", include("gridhall.portal.receipts.urls")),
    path("profile/", include("gridhall.portal.profile.urls")),
    path("payments/", include("gridhall.portal.payments.urls")),
    path("cases/", include("gridhall.portal.cases.urls")),
    path("messages/", include("gridhall.portal.messages.urls")),
    path("", include("gridhall.portal.surveys.urls")),
    path("compare/", include("gridhall.portal.compare.urls")),
    path("usage/", include("gridhall.portal.usage.urls")),
]
