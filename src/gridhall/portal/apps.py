"""App registration."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.portal"
    label = "portal"

    def ready(self) -> None:
        """Say where a survey's link is answered."""
        from django.urls import reverse

        from gridhall.engagement import links

        links.register_path(lambda token: reverse("portal:survey_link", args=[token]))
