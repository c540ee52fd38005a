"""The key of every personal value is changed while people write, read, and kill the job."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.conf import settings as live
from django.db import close_old_connections, connection

from gridhall.config import keys, secrets
from gridhall.config.commands import keys as commands
from gridhall.config.errors import InstallationError
from gridhall.foundation.privacy import ciphers, holders, selectors, services

NOW = datetime(2026, 2, 3, 2, 0, tzinfo=UTC)
COLUMN = "customers_party.name"


def ring(active: str, **more: bytes) -> Any:
    """Return a keyring with the tests' key and others."""
    old = live.GRIDHALL_KEYRING
    return SimpleNamespace(active_id=active, keys={**old.keys, **more}, index_key=old.index_key)


def party(number: int, name: str) -> Any:
    """Make a party."""
    return apps.get_model("customers.Party").objects.create(
        kind="PERSON", name=name, id_document_kind="RESIDENT_ID", id_document=f"document {number}",
        id_document_index=number.to_bytes(16, "big"),
    )  # fmt: skip


def heads(table: str = "customers_party", column: str = "name") -> set[bytes]:
    """Return the heads stored in a column, read past the field."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608 - constants
        values = [bytes(row[0]) for row in cursor.fetchall()]
    return {value[: 1 + (value[0] & 31)] for value in values if value}


@pytest.mark.requirement("R4")
@pytest.mark.parametrize("cipher", [ciphers.AES_256_GCM, ciphers.SM4_GCM])
def test_each_cipher_opens_what_it_closed_and_nothing_else(settings, cipher):
    settings.GRIDHALL_PERSONAL_CIPHER = cipher
    sealed = ciphers.encrypt("赵某甲", column=COLUMN)

    assert ciphers.read_head(sealed) == (live.GRIDHALL_KEYRING.active_id, cipher)
    assert ciphers.decrypt(sealed, column=COLUMN) == "赵某甲"
    assert "赵某甲".encode() not in sealed
    for broken in (sealed[:-1] + bytes([sealed[-1] ^ 1]), bytes([sealed[0] ^ 32]) + sealed[1:]):
        with pytest.raises(InvalidTag):
            ciphers.decrypt(broken, column=COLUMN)
    with pytest.raises(InvalidTag):
        ciphers.decrypt(sealed, column="customers_contact.name")


def test_sm4_is_the_standard_s_own():
    """GB/T 32907, appendix A, example 1: the block cipher below the mode is that very one."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    work = Cipher(algorithms.SM4(block), modes.ECB()).encryptor()  # noqa: S305 - one block
    assert (work.update(block) + work.finalize()).hex() == "681edf34d206965e86b3e94f536e4246"


def test_a_value_of_the_first_release_still_opens(settings):
    """``length | id | nonce | AES-256-GCM``, as it was written before ciphers had numbers."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key_id = live.GRIDHALL_KEYRING.active_id
    nonce = bytes(range(12))
    sealed = AESGCM(live.GRIDHALL_KEYRING.keys[key_id]).encrypt(nonce, b"old", COLUMN.encode())
    stored = bytes([len(key_id)]) + key_id.encode() + nonce + sealed
    settings.GRIDHALL_PERSONAL_CIPHER = ciphers.SM4_GCM

    assert ciphers.decrypt(stored, column=COLUMN) == "old"


@pytest.mark.django_db
def test_every_encrypted_field_of_every_model_is_found():
    names = {holder.name for holder in holders.all_holders()}
    assert {
        "customers_party.name", "customers_party.id_document", "customers_contact.value",
        "customers_supplypoint.address", "imports_importfault.value",
    } <= names  # fmt: skip


@pytest.mark.django_db
def test_a_rotation_changes_key_and_cipher_of_every_value(settings):
    made = [party(n, f"客户{n}") for n in range(1, 8)]
    settings.GRIDHALL_KEYRING = ring("t2", t2=b"2" * 32)
    settings.GRIDHALL_PERSONAL_CIPHER = ciphers.SM4_GCM

    rotation = services.start_rotation(at=NOW, actor_id=None)
    again = services.start_rotation(at=NOW, actor_id=None)
    done = services.run_rotation(rotation_id=rotation.pk, clock=lambda: NOW, chunk=3)

    assert again.pk == rotation.pk
    assert (done.status, done.values_done, done.values_total) == ("FINISHED", 14, 14)
    assert heads() == {ciphers.active_head()}
    assert set(selectors.usage()) == {("t2", ciphers.SM4_GCM)}
    settings.GRIDHALL_KEYRING = SimpleNamespace(active_id="t2", keys={"t2": b"2" * 32})
    for one in made:
        one.refresh_from_db()
    assert [one.name for one in made] == [f"客户{n}" for n in range(1, 8)]


@pytest.mark.django_db
def test_a_value_written_meanwhile_is_not_overwritten(settings, monkeypatch):
    one = party(1, "旧名")
    settings.GRIDHALL_KEYRING = ring("t2", t2=b"2" * 32)
    rotation = services.start_rotation(at=NOW, actor_id=None)
    opened = ciphers.decrypt

    def somebody_writes(stored: bytes, *, column: str) -> str:
        if column == COLUMN:
            monkeypatch.setattr(ciphers, "decrypt", opened)
            type(one).objects.filter(pk=one.pk).update(name="新名")
        return opened(stored, column=column)

    monkeypatch.setattr(ciphers, "decrypt", somebody_writes)
    done = services.run_rotation(rotation_id=rotation.pk, clock=lambda: NOW)

    one.refresh_from_db()
    assert one.name == "新名"
    assert done.met_writers == 1


@pytest.fixture
def key_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Have a key file that begins with the tests' own key, and settings that read it."""
    home = tmp_path / "home"
    text = os.environ["GRIDHALL_KEYRING"]
    monkeypatch.setenv("GRIDHALL_HOME", str(home))
    monkeypatch.delenv("GRIDHALL_KEYRING")
    monkeypatch.setattr(secrets, "new_keyring", lambda: text)
    kept, live.GRIDHALL_KEYRING = live.GRIDHALL_KEYRING, secrets.live_keyring()
    yield home
    live.GRIDHALL_KEYRING = kept


def test_a_running_process_takes_up_a_new_key_by_itself(key_home, monkeypatch):
    ring = live.GRIDHALL_KEYRING
    monkeypatch.setattr(secrets, "LOOK_EVERY_SECONDS", 0.0)

    made = keys.add(at=NOW)
    assert made in ring.keys
    assert ring.active_id == "t1"
    keys.activate(key_id=made, at=NOW)
    assert ring.active_id == made
    assert ciphers.read_head(ciphers.encrypt("a", column=COLUMN))[0] == made


def test_a_value_of_a_key_made_this_moment_opens_at_once(key_home, monkeypatch):
    monkeypatch.setattr(secrets, "LOOK_EVERY_SECONDS", 3600.0)
    made = keys.add(at=NOW)
    file = json.loads((key_home / "secrets" / "keyring.json").read_text())
    live_ring = live.GRIDHALL_KEYRING
    live.GRIDHALL_KEYRING = secrets.parse_keyring(json.dumps({**file, "active": made}))
    sealed = ciphers.encrypt("另一进程写的", column=COLUMN)
    live.GRIDHALL_KEYRING = live_ring

    assert ciphers.decrypt(sealed, column=COLUMN) == "另一进程写的"


def test_a_broken_key_file_leaves_the_keys_in_use(key_home, monkeypatch):
    monkeypatch.setattr(secrets, "LOOK_EVERY_SECONDS", 0.0)
    assert live.GRIDHALL_KEYRING.active_id == "t1"
    (key_home / "secrets" / "keyring.json").write_text("{}")
    assert live.GRIDHALL_KEYRING.active_id == "t1"


def test_keys_of_the_environment_are_not_edited_here():
    with pytest.raises(InstallationError, match="GRIDHALL_KEYRING"):
        keys.add(at=NOW)


@pytest.mark.django_db
def test_a_key_is_put_aside_only_when_nothing_needs_it(key_home, monkeypatch):
    monkeypatch.setattr(secrets, "LOOK_EVERY_SECONDS", 0.0)
    party(1, "赵某甲")
    made = keys.add(at=NOW)

    def retire(*more: str) -> Any:
        return CliRunner().invoke(commands.command, ["retire", "t1", *more])

    keys.activate(key_id=made, at=datetime.now(UTC))
    assert "values are still under key t1" in str(retire().exception.problem)
    CliRunner().invoke(commands.command, ["rotate", "--json"], catch_exceptions=False)
    assert "less than 10 minutes" in str(retire().exception.problem)
    done = retire("--rest-minutes", "0", "--json")
    assert done.exit_code == 0, done.output
    aside = Path(json.loads(done.stdout)["file"])
    assert oct(aside.stat().st_mode & 0o777) == "0o600"
    assert set(live.GRIDHALL_KEYRING.keys) == {made}
    assert apps.get_model("customers.Party").objects.get().name == "赵某甲"


WORKERS, PARTIES = 4, 1200


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("R4")
def test_rotation_under_load_and_kill(key_home, monkeypatch):
    """Threads write and read, the job is killed twice: every value opens, none is lost."""
    monkeypatch.setattr(secrets, "LOOK_EVERY_SECONDS", 0.05)
    made = [party(n, f"客户{n}") for n in range(1, PARTIES + 1)]
    later = datetime.now(UTC) + timedelta(days=999)
    wanted = {one.pk: one.name for one in made}
    lock, stop, wrong = threading.Lock(), threading.Event(), []
    people = [
        threading.Thread(target=_work, args=(worker, wanted, lock, stop, wrong))
        for worker in range(WORKERS)
    ]
    for one in people:
        one.start()
    try:
        new = keys.add(at=NOW)
        keys.activate(key_id=new, at=NOW)
        killed = _run_and_kill() + _run_and_kill()
        rotation = services.start_rotation(at=NOW, actor_id=None)
        begun = rotation.values_done, rotation.values_total
        done = services.run_rotation(rotation_id=rotation.pk, clock=lambda: later, chunk=100)
    finally:
        stop.set()
        for one in people:
            one.join()

    assert 0 < begun[0] < begun[1]
    assert killed == 2
    assert wrong == []
    assert done.status == "FINISHED"
    assert set(selectors.usage()) == {(new, ciphers.AES_256_GCM)}
    rows = apps.get_model("customers.Party").objects.values_list("pk", "name")
    assert dict(rows) == wanted


def _work(number: int, wanted: dict[int, str], lock: Any, stop: Any, wrong: list[str]) -> None:
    """Write names to one's own share of the parties and read them, until told to stop."""
    model = apps.get_model("customers.Party")
    chance = random.Random(number)  # noqa: S311 - which party is next
    mine = [pk for pk in wanted if pk % WORKERS == number]
    turn = 0
    while not stop.is_set():
        turn += 1
        time.sleep(0.005)
        pk, name = chance.choice(mine), f"第{number}人第{turn}次"
        model.objects.filter(pk=pk).update(name=name)
        with lock:
            wanted[pk] = name
        other = chance.choice(mine)
        if model.objects.get(pk=other).name != wanted[other]:
            wrong.append(f"{other}")
    close_old_connections()
    connection.close()


def _run_and_kill() -> bool:
    """Start the job in a process of its own and kill it in the middle of its work."""
    job = subprocess.Popen(
        [sys.executable, "-c", SLOW_JOB], stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "DATABASE_URL": _database()},
    )  # fmt: skip
    assert job.stdout is not None
    job.stdout.readline()  # it has done a chunk
    time.sleep(0.1)
    job.send_signal(signal.SIGKILL)
    return job.wait() == -signal.SIGKILL


def _database() -> str:
    """Return the address of the test database."""
    name = connection.settings_dict["NAME"]
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


SLOW_JOB = """
import time, django
django.setup()
from django.utils import timezone
from gridhall.foundation.privacy import services
rotation = services.start_rotation(at=timezone.now(), actor_id=None)
def tell(done, total):
    print(done, flush=True)
    time.sleep(0.05)
services.run_rotation(rotation_id=rotation.pk, clock=timezone.now, tell=tell, chunk=20)
"""
