"""App registration."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.billing"
    label = "billing"
