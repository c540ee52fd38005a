"""App registration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StandardsConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.standards"
    label = "standards"

    def ready(self) -> None:
        """Give a new database the shipped profiles, as soon as the tables stand."""
        from .seeding import create_profiles

        post_migrate.connect(create_profiles, sender=self)
