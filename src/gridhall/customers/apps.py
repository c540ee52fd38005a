"""App registration."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.customers"
    label = "customers"

    def ready(self) -> None:
        """Register who is behind an account, papers, corrections, texts."""
        from gridhall.customers import (
            message_templates,
            paper_subjects,
            recipients,
            reviews,
            texting,
            unit_holdings,
        )

        recipients.register_all()
        paper_subjects.register_all()
        unit_holdings.register_all()
        message_templates.register_all()
        reviews.register_all()
        texting.register_all()
