"""In whose name a command acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridhall.config.errors import InstallationError

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import User


def user(login: str | None) -> User | None:
    """Return the user of that login, None for the system itself. Raises InstallationError."""
    from gridhall.foundation.identity import selectors as identity

    if login is None:
        return None
    found = identity.user_by_username(username=login)
    if found is None:
        raise InstallationError(f"There is no login {login}.", "Check the spelling.")
    return found
