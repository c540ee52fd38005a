"""App registration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MessagesConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.messages"
    label = "messaging"

    def ready(self) -> None:
        """Register texts and approvals; give a new database its first rules."""
        from .kinds import register_all
        from .seeding import create_company_rules

        register_all()
        post_migrate.connect(create_company_rules, sender=self)
