"""App registration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StandardsConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.standards"
    label = "standards"

    def ready(self) -> None:
        """Register texts and acts; give a new database the shipped profiles."""
        from . import kinds, message_templates
        from .seeding import create_profiles

        message_templates.register_all()
        kinds.register_all()
        post_migrate.connect(create_profiles, sender=self)
