"""App registration: makes the sheets known to the import mechanism."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """Flows that no single context owns; see the README.md of each folder."""

    name = "gridhall.journeys"
    label = "journeys"

    def ready(self) -> None:
        """Register the sheets in the order in which their files must be imported."""
        from .file_import.sheets import register_all

        register_all()
