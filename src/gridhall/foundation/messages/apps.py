"""App registration."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.messages"
    label = "messaging"
