"""App registration."""

from django.apps import AppConfig


class TariffsConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.tariffs"
    label = "tariffs"

    def ready(self) -> None:
        """Register the acts that need two people."""
        from . import kinds

        kinds.register_all()
