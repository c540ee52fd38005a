"""`gridhall login`: the way back for somebody who lost every second factor, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gridhall.config import people
from gridhall.config.errors import InstallationError
from gridhall.config.terminal import console, emit, ensure_database, json_option, setup_django

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import User

REASON = click.option("--reason", required=True, help="Why; it is kept in the audit trail.")
BY = click.option("--by", help="Login of the person who does it [default: the system].")


@click.group("login", short_help="Help a login that is stuck: factors, password, sessions.")
def command() -> None:
    """Help a person whose login is stuck. Every act is noted in the audit trail.

    \b
    Examples:
      gridhall login reset-factors admin --reason "phone and key lost, known in person"
      gridhall login new-password clerk-zj --reason "forgotten, known in person"
      gridhall login end-sessions clerk-zj --reason "left the company" --by security
    """


@command.command("reset-factors")
@click.argument("login")
@REASON
@BY
@json_option
def reset_factors(login: str, reason: str, by: str | None, as_json: bool) -> None:
    """Take all second factors off LOGIN and end its sessions; the next log-in sets up a new one."""
    person, actor = _who(login, by)
    from django.utils import timezone

    from gridhall.foundation.signin import services

    removed = services.remove_factors(
        user=person, actor_id=actor.pk if actor else None, reason=reason, at=timezone.now()
    )
    _tell(as_json, login, "factors removed", removed)


@command.command("end-sessions")
@click.argument("login")
@REASON
@BY
@json_option
def end_sessions(login: str, reason: str, by: str | None, as_json: bool) -> None:
    """End every session of LOGIN."""
    person, actor = _who(login, by)
    from django.utils import timezone

    from gridhall.foundation.signin import services

    ended = services.end_all_sessions(
        user=person, actor_id=actor.pk if actor else None, reason=reason, at=timezone.now()
    )
    _tell(as_json, login, "sessions ended", ended)


@command.command("new-password")
@click.argument("login")
@REASON
@BY
@json_option
def new_password(login: str, reason: str, by: str | None, as_json: bool) -> None:
    """Give LOGIN a password to hand over in person, shown once; it must be changed at once."""
    person, actor = _who(login, by)
    from django.utils import timezone

    from gridhall.foundation.signin import services

    password = services.give_temporary_password(
        user=person, actor_id=actor.pk if actor else None, reason=reason, at=timezone.now()
    )
    if as_json:
        emit({"login": login, "password": password})
    else:
        console.print(f"{login}: {password}", markup=False, highlight=False)


def _who(login: str, by: str | None) -> tuple[User, User | None]:
    """Return the person and who acts. Raises InstallationError."""
    ensure_database()
    setup_django()
    person = people.user(login)
    if person is None:
        raise InstallationError("No login was named.", "Name one.")
    return person, people.user(by)


def _tell(as_json: bool, login: str, what: str, count: int) -> None:
    if as_json:
        emit({"login": login, what.replace(" ", "_"): count})
    else:
        console.print(f"{login}: {what}: {count}")
