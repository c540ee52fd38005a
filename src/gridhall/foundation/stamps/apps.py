"""App registration."""

from django.apps import AppConfig


class StampsConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.stamps"
    label = "stamps"
