"""App registration."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.staff"
    label = "staff"

    def ready(self) -> None:
        """Make the acts that need a second person, the messages and the staff file known."""
        from . import kinds, notices
        from .sheet import register_sheet

        kinds.register_all()
        notices.register_all()
        register_sheet()
