"""App registration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StandardsConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.standards"
    label = "standards"

    def ready(self) -> None:
        """Register texts; give a new database the shipped profiles, as soon as the tables stand."""
        from .message_templates import register_all
        from .seeding import create_profiles

        register_all()
        post_migrate.connect(create_profiles, sender=self)
