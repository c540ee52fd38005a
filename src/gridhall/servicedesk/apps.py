"""App registration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ServicedeskConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.servicedesk"
    label = "servicedesk"

    def ready(self) -> None:
        """Register processes, texts and papers; give a new database its catalogue."""
        from . import (
            customer_news,
            customer_papers,
            desk_messages,
            flow,
            message_templates,
            paper_subjects,
            subscribers,
        )
        from .seeding import create_catalogue

        flow.register_all()
        message_templates.register_all()
        desk_messages.register_all()
        subscribers.register_all()
        paper_subjects.register_all()
        customer_papers.register_all()
        customer_news.register_all()
        post_migrate.connect(create_catalogue, sender=self)
