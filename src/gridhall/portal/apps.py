"""App registration."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.portal"
    label = "portal"
