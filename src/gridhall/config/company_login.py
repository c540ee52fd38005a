"""The company's OpenID provider, as the environment names it.

``GRIDHALL_OIDC_ISSUER`` switches the log-in of the company on; with it come
``GRIDHALL_OIDC_CLIENT_ID``, ``GRIDHALL_OIDC_CLIENT_SECRET`` and, where wanted,
``GRIDHALL_OIDC_NAME`` (what the button says) and ``GRIDHALL_OIDC_CLAIM``.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from gridhall.config.errors import InstallationError

PROVIDER_ID = "company"


def providers() -> dict[str, Any]:
    """Return allauth's setting for the provider; empty without one. Raises InstallationError."""
    issuer = os.environ.get("GRIDHALL_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return {}
    _demand_tls(issuer)
    client, secret = (
        os.environ.get(f"GRIDHALL_OIDC_CLIENT_{name}", "") for name in ("ID", "SECRET")
    )
    if not client or not secret:
        raise InstallationError(
            "GRIDHALL_OIDC_ISSUER is set, but GRIDHALL_OIDC_CLIENT_ID or …_CLIENT_SECRET is not.",
            "Set all three as your provider shows them, or none.",
        )
    return provider(
        issuer=issuer, client=client, secret=secret, name=os.environ.get("GRIDHALL_OIDC_NAME", "")
    )


def _demand_tls(issuer: str) -> None:
    """Raise InstallationError for a provider in clear: TLS is what proves that it answers."""
    address = urlsplit(issuer)
    if address.scheme != "https" and address.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise InstallationError(
            f"GRIDHALL_OIDC_ISSUER is {issuer}, which is not encrypted.",
            "Give the address of the provider with https://.",
        )


def provider(*, issuer: str, client: str, secret: str, name: str = "") -> dict[str, Any]:
    """Return allauth's setting for one provider."""
    app = {
        "provider_id": PROVIDER_ID, "name": name, "client_id": client, "secret": secret,
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }  # fmt: skip
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
