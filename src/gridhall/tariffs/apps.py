"""App registration."""

from django.apps import AppConfig


class TariffsConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.tariffs"
    label = "tariffs"
