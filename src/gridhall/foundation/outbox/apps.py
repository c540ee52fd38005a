"""App registration."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.outbox"
    label = "outbox"
