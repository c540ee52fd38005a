"""App registration."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.customers"
    label = "customers"
