"""App registration."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.customers"
    label = "customers"

    def ready(self) -> None:
        """Tell the message service who is behind an account."""
        from gridhall.customers import recipients

        recipients.register_all()
