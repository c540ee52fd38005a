"""App registration."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.contracts"
    label = "contracts"
