"""App registration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProcessesConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.processes"
    label = "processes"

    def ready(self) -> None:
        """Give a new or upgraded database the processes that come with the program."""
        from . import kinds
        from .seeding import load

        kinds.register_all()
        post_migrate.connect(load, sender=self)
