"""App registration."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.workbench"
    label = "workbench"

    def ready(self) -> None:
        """Say who makes the files of approved exports."""
        from gridhall.foundation.personal_data import makers

        from .privacy import making

        makers.register(making.make)
