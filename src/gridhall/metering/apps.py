"""App registration."""

from django.apps import AppConfig


class MeteringConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.metering"
    label = "metering"
