"""App registration."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.staff"
    label = "staff"

    def ready(self) -> None:
        """Make the acts that need a second person and the messages known."""
        from . import kinds, notices

        kinds.register_all()
        notices.register_all()
