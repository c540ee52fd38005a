"""App registration."""

from django.apps import AppConfig


class ReceivablesConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.receivables"
    label = "receivables"
