"""`gridhall keys`: change the key of the personal values while people work."""

from __future__ import annotations

from typing import Any

import click

from gridhall.config import keys, secrets
from gridhall.config.errors import InstallationError
from gridhall.config.terminal import (
    console,
    emit,
    ensure_database,
    json_option,
    progress,
    setup_django,
    telling,
)

REST_MINUTES = 10


@click.group("keys", short_help="Change the key of the personal values, without a stop.")
def command() -> None:
    """Change the key that names, numbers, addresses and phones are encrypted with.

    Nobody needs to stop working: every process reads the key file again within a second.

    \b
    Examples:
      gridhall keys add            a new key, not in use yet; SAVE the key file, copy it to each machine
      gridhall keys activate k2    new values are written with it from now on
      gridhall keys rotate         older values are encrypted anew; may be killed and started again
      gridhall keys status         how many values are under which key
      gridhall keys retire k1      puts the old key aside, once no value needs it
    """  # noqa: E501


@command.command("add")
@click.option("--id", "key_id", default="", help="The id of the key; k2, k3 … if left out.")
@json_option
def add(key_id: str, as_json: bool) -> None:
    """Put a new key beside the others. It is not used before `activate`."""
    setup_django()
    from django.utils import timezone

    secrets.keyring()
    made = keys.add(at=timezone.now(), key_id=key_id)
    _record("privacy.key_added", made)
    _tell(as_json, {"added": made}, f"key {made} added: save the key file, then activate it")


@command.command("activate")
@click.argument("key_id")
@json_option
def activate(key_id: str, as_json: bool) -> None:
    """Write new values with this key from now on."""
    setup_django()
    from django.utils import timezone

    keys.activate(key_id=key_id, at=timezone.now())
    _record("privacy.key_activated", key_id)
    _tell(as_json, {"active": key_id}, f"key {key_id} is active; now: gridhall keys rotate")


@command.command("rotate")
@click.option("--job", is_flag=True, help="Have a worker do it; see gridhall keys status.")
@json_option
def rotate(job: bool, as_json: bool) -> None:
    """Encrypt every older value under the active key and cipher, while people work.

    A kill at any moment loses nothing: call it again, or let a worker go on.
    """
    ensure_database()
    setup_django()
    from django.utils import timezone

    from gridhall.foundation.privacy import services

    rotation = services.start_rotation(at=timezone.now(), actor_id=None)
    _record("privacy.rotation_started", rotation.key_id)
    if job:
        services.wake_worker(rotation_id=rotation.pk)
        _tell(as_json, {"rotation": rotation.pk}, "a worker does it; see gridhall keys status")
        return
    with progress(quiet=as_json) as bar:
        tell = telling(bar)
        done = services.run_rotation(
            rotation_id=rotation.pk, clock=timezone.now,
            tell=lambda now, total: tell("values", now, max(now, total)),
        )  # fmt: skip
    result = {"key": done.key_id, "cipher": done.cipher, "values": done.values_done,
              "met_writers": done.met_writers, "finished": done.status == "FINISHED"}  # fmt: skip
    _tell(as_json, result, f"{done.values_done} values are under key {done.key_id} ({done.cipher})")


@command.command("status")
@json_option
def status(as_json: bool) -> None:
    """Show the keys, how many values each one holds, and how far a rotation has come."""
    ensure_database()
    setup_django()
    from django.conf import settings

    from gridhall.foundation.privacy import selectors

    ring = settings.GRIDHALL_KEYRING
    counts = selectors.usage()
    rotation = selectors.latest_rotation()
    result: dict[str, Any] = {
        "active": ring.active_id, "cipher": settings.GRIDHALL_PERSONAL_CIPHER,
        "keys": sorted(ring.keys),
        "values": [{"key": key, "cipher": cipher, "values": count}
                   for (key, cipher), count in sorted(counts.items())],
        "rotation": rotation and {
            "key": rotation.key_id, "status": rotation.status,
            "done": rotation.values_done, "total": rotation.values_total,
        },
    }  # fmt: skip
    if as_json:
        emit(result)
        return
    for key in result["keys"]:
        mark = "active" if key == ring.active_id else ""
        held = [f"{c} values {cipher}" for (k, cipher), c in sorted(counts.items()) if k == key]
        console.print(f"{key:<12}{mark:<8}{', '.join(held) or 'no value'}")
    if rotation:
        console.print(
            f"rotation to {rotation.key_id}: {rotation.status.lower()}, "
            f"{rotation.values_done} of {rotation.values_total}"
        )


@command.command("retire")
@click.argument("key_id")
@click.option(
    "--rest-minutes", default=REST_MINUTES, show_default=True, type=click.IntRange(0),
    help="How long it must have been out of use, for a process that still writes with it.",
)  # fmt: skip
@json_option
def retire(key_id: str, rest_minutes: int, as_json: bool) -> None:
    """Put a key aside that no value uses; refused while one does.

    It goes to a file of its own: backups of that time do not open without it.
    """
    ensure_database()
    setup_django()
    from django.utils import timezone

    from gridhall.foundation.privacy import selectors

    now = timezone.now()
    left = {cipher: n for (key, cipher), n in selectors.usage().items() if key == key_id}
    if left:
        raise InstallationError(
            f"{sum(left.values())} values are still under key {key_id}.",
            "Run: gridhall keys rotate",
        )
    since = keys.last_active_at(key_id)
    if since is not None and (now - since).total_seconds() < rest_minutes * 60:
        raise InstallationError(
            f"Key {key_id} went out of use less than {rest_minutes} minutes ago.",
            "A long transaction may still write with it: try again later.",
        )
    file = keys.put_aside(key_id=key_id, at=now)
    _record("privacy.key_retired", key_id)
    _tell(
        as_json, {"retired": key_id, "file": str(file)},
        f"key {key_id} lies in {file}: move it to where no backup lies; older backups need it",
    )  # fmt: skip


def _record(action: str, key_id: str) -> None:
    ensure_database()
    from django.utils import timezone

    from gridhall.foundation.audit import services as audit

    audit.record(
        action=action, at=timezone.now(), actor_id=None, object_type="key", object_id=key_id,
        object_label=key_id,
    )  # fmt: skip


def _tell(as_json: bool, result: dict[str, Any], text: str) -> None:
    if as_json:
        emit(result)
    else:
        console.print(text)
