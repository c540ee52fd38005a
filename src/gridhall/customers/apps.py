"""App registration."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.customers"
    label = "customers"

    def ready(self) -> None:
        """Tell the message service who is behind an account; register corrections and texts."""
        from gridhall.customers import message_templates, recipients, reviews

        recipients.register_all()
        message_templates.register_all()
        reviews.register_all()
