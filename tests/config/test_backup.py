"""Restore drill: what was saved comes back, row for row, or nothing does."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.apps import apps
from django.db import connection, transaction

from gridhall.config import archives, backups, restoring, secrets, snapshots
from gridhall.config.archives import MANIFEST, ArchiveReader, ArchiveWriter
from gridhall.config.commands import restore as commands
from gridhall.config.errors import InstallationError
from gridhall.config.postgres import tools
from gridhall.config.testing import KEY
from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.documents.services import store_document
from tests.workbench import town
from tests.workbench.conftest import empty_tables

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a proof" * 5000
ZEROS = "A" * 43 + "="
OTHER_KEYS = json.dumps({"active": "t1", "keys": {"t1": ZEROS}, "index_key": KEY})
OTHER_INDEX = json.dumps({"active": "t1", "keys": {"t1": KEY}, "index_key": ZEROS})


TABLES = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    " UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    " UNION ALL SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'"
)


def ignore(step: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Saved:
    """The backup of a small town, and what the town was like."""

    file: Path
    told: dict[str, Any]
    tables: dict[str, dict[str, Any]]
    heads: list[audit.Head]
    name: str


def gridhall(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gridhall.config.cli", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def url_of(database: str) -> str:
    """Return the address of another database on the server of the tests."""
    own = connection.settings_dict
    host, password = quote(own["HOST"], safe=""), quote(own["PASSWORD"], safe="")
    return f"postgresql://{own['USER']}:{password}@{host}/{database}"


def run_sql(database: str, command: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url_of(database), autocommit=True) as own:
        answer = own.execute(command)
        return answer.fetchall() if answer.description else []


@pytest.fixture(scope="module")
def saved(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Saved]:
    """Load a billed town with a document, and back it up by the real command."""
    folder = tmp_path_factory.mktemp("backup")
    with django_db_blocker.unblock():
        try:
            load_small_town(tmp_path_factory.mktemp("town"))
            with transaction.atomic():
                tables = {name: snapshots.table_digest(name) for name in snapshots.table_names()}
            heads, name = audit.heads(), name_of_customer()
            done = gridhall("backup", str(folder), "--json", DATABASE_URL=url_of(own_database()))
            assert done.returncode == 0, done.stderr
            told = json.loads(done.stdout)
            act = apps.get_model("audit", "AuditEvent").objects.latest("pk")
            assert (act.action, act.object_label) == ("backup.made", Path(told["file"]).name)
            yield Saved(Path(told["file"]), told, tables, heads, name)
        finally:
            empty_tables()


def load_small_town(folder: Path) -> None:
    """Load a billed home and a billed factory, and a document."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(town, "NAMED", (town.HOME, town.HOME_TOU, town.FACTORY))
        patch.setattr(town, "OTHERS", 0)
        town.load(folder)
    store_document(
        name="proof.pdf", chunks=[PDF], media_type="application/pdf", kind="proof",
        at=datetime(2026, 2, 3, tzinfo=UTC), created_by_id=None,
    )  # fmt: skip


def own_database() -> str:
    return str(connection.settings_dict["NAME"])


def name_of_customer() -> str:
    party = apps.get_model("customers", "Party").objects.order_by("pk").first()
    assert party is not None
    return str(party.name)


@pytest.fixture
def target(saved: Saved, django_db_blocker: Any, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give an empty database and a new home, as environment."""
    name = f"restore_{os.getpid()}"
    run_sql(own_database(), f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    run_sql(own_database(), f"CREATE DATABASE {name}")
    yield {"DATABASE_URL": url_of(name), "GRIDHALL_HOME": str(tmp_path / "home"), "NAME": name}
    run_sql(own_database(), f"DROP DATABASE {name} WITH (FORCE)")


def is_empty(target: dict[str, str]) -> bool:
    rows = run_sql(target["NAME"], TABLES)
    files = list(Path(target["GRIDHALL_HOME"]).rglob("documents/*/*"))
    return rows == [] and files == []


LOOK = """
import django, json; django.setup()
from dataclasses import asdict
from django.apps import apps
from django.db import transaction
from gridhall.config import archives, backups, restoring, secrets, snapshots
from gridhall.config.archives import MANIFEST, ArchiveReader, ArchiveWriter
from gridhall.config.commands import restore as commands
from gridhall.config.errors import InstallationError
from gridhall.config.postgres import tools
from gridhall.foundation.audit import selectors as audit
with transaction.atomic():
    tables = {name: snapshots.table_digest(name) for name in snapshots.table_names()}
name = apps.get_model("customers", "Party").objects.order_by("pk").first().name
import hashlib
from gridhall.foundation.documents import selectors
proof = apps.get_model("documents", "Document").objects.get(kind="proof")
proof = hashlib.sha256(b"".join(selectors.content_of(document=proof))).hexdigest()
acts = apps.get_model("audit", "AuditEvent").objects.order_by("-pk")
print(json.dumps({"tables": tables, "name": name, "proof": proof,
                  "newest_act": [acts[0].action, acts[0].object_label],
                  "seals": [(one.chain, one.sequence, bytes(one.digest).hex()) for one in acts],
                  "faults": list(audit.broken_links()),
                  "heads": [asdict(head) for head in audit.heads()]}))
"""


def python(code: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_drill_everything_comes_back(saved: Saved, target: dict[str, str]) -> None:
    done = gridhall("restore", str(saved.file), "--json", **target)

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["rows"] == saved.told["rows"] > 100
    assert told["migrated"] == []
    there = json.loads(python(LOOK, target).communicate()[0])
    own = {"audit_auditevent"}  # the restore itself stands in it; its rows are proven below
    assert {name: one for name, one in there["tables"].items() if name not in own} == {
        name: one for name, one in saved.tables.items() if name not in own
    }
    assert there["tables"]["audit_auditevent"]["rows"] == (
        saved.tables["audit_auditevent"]["rows"] + 1
    )
    assert there["newest_act"] == ["backup.restored", saved.file.name]
    assert set(map(tuple, there["seals"])) >= {
        (head.chain, head.sequence, head.digest) for head in saved.heads
    }
    assert len(there["heads"]) > 1
    assert there["faults"] == []
    assert there["name"] == saved.name
    files = list(Path(target["GRIDHALL_HOME"]).rglob("documents/*/*"))
    assert len(files) == saved.told["documents"] >= 1
    assert there["proof"] == hashlib.sha256(PDF).hexdigest()
    assert not [file for file in files if PDF[:40] in file.read_bytes()]


def test_database_that_holds_something_is_refused(saved: Saved) -> None:
    with pytest.raises(InstallationError, match="not empty") as caught:
        restoring.restore(ArchiveReader(saved.file), tell=ignore)

    assert "GRIDHALL_HOME" in caught.value.remedy


def test_backup_is_private_and_holds_no_key(saved: Saved) -> None:
    assert stat.S_IMODE(saved.file.stat().st_mode) == 0o600
    content = saved.file.read_bytes()
    assert KEY.encode() not in content
    assert PDF[:40] not in content
    assert not [n for n in ArchiveReader(saved.file).names if n.startswith("secrets/")]


def test_backup_overwrites_nothing(saved: Saved) -> None:
    with pytest.raises(InstallationError, match="already there"):
        backups.file_for(saved.file, at=town.NOW)


def damaged_dump(saved: Saved, path: Path) -> None:
    content = bytearray(saved.file.read_bytes())
    content[len(content) // 4] ^= 1
    path.write_bytes(content)


def cut_off(saved: Saved, path: Path) -> None:
    path.write_bytes(saved.file.read_bytes()[:-20_000])


def no_backup_at_all(saved: Saved, path: Path) -> None:
    path.write_bytes(b"something else" * 999)


@pytest.mark.parametrize("damage", [damaged_dump, cut_off, no_backup_at_all])
def test_damaged_archive_is_refused(
    saved: Saved, tmp_path: Path, damage: Callable[[Saved, Path], None]
) -> None:
    damage(saved, tmp_path / "copy.tar")

    with pytest.raises(InstallationError, match="damaged"):
        restoring.check(ArchiveReader(tmp_path / "copy.tar"), tell=ignore)


@pytest.mark.parametrize("keys", [OTHER_KEYS, OTHER_INDEX], ids=["keys", "index"])
def test_wrong_keys_are_refused(saved: Saved, settings: Any, keys: str) -> None:
    settings.GRIDHALL_KEYRING = secrets.parse_keyring(keys)

    with pytest.raises(InstallationError, match="keys here are not those"):
        restoring.check(ArchiveReader(saved.file), tell=ignore)


def test_no_keys_are_made_up_for_a_restore(saved: Saved, target: dict[str, str]) -> None:
    done = gridhall("restore", str(saved.file), GRIDHALL_KEYRING="", **target)

    assert done.returncode == 1
    assert "There are no keys here" in done.stderr
    assert is_empty(target)
    assert not (Path(target["GRIDHALL_HOME"]) / "secrets" / "keyring.json").exists()


def test_what_differs_is_named_and_nothing_is_kept(
    saved: Saved, target: dict[str, str], tmp_path: Path
) -> None:
    """An archive whose hashes are right but whose manifest promises another row."""
    archive = ArchiveReader(saved.file)
    promised = copy.deepcopy(archive.manifest)
    promised["tables"]["customers_party"]["rows"] += 1
    promised["tables"]["customers_account"]["digest"] = "0/0"
    with (tmp_path / "other.tar").open("w+b") as file:
        writer = ArchiveWriter(file)
        for name in archive.names:
            if name != MANIFEST:
                writer.add(name, archive.chunks(name))
        writer.finish(promised)

    done = gridhall("restore", str(tmp_path / "other.tar"), "--json", **target)

    assert done.returncode == 1
    assert done.stdout, done.stderr
    rows = saved.tables["customers_party"]["rows"]
    assert json.loads(done.stdout)["differences"] == [
        "table customers_account: other contents",
        f"table customers_party: {rows} rows instead of {rows + 1}",
    ]
    assert is_empty(target)


def test_keys_travel_when_asked(data_folder: Path, tmp_path: Path) -> None:
    ring, key = secrets.keyring(), secrets.secret_key()
    with archives.appearing(tmp_path / "with-keys.tar") as file:
        writer = ArchiveWriter(file)
        writer.finish({"format": 1, "secrets": backups._add_secrets(writer)})
    shutil.rmtree(data_folder)
    archive = ArchiveReader(tmp_path / "with-keys.tar")

    with pytest.raises(RuntimeError), commands._keys(archive, from_backup=True):
        raise RuntimeError
    assert not any(path.exists() for path in secrets.secret_files())

    with commands._keys(archive, from_backup=True):
        assert (secrets.keyring(), secrets.secret_key()) == (ring, key)
    assert [stat.S_IMODE(path.stat().st_mode) for path in secrets.secret_files()] == [0o600] * 2


HANGING_BACKUP = """
import time
from gridhall.config.postgres import tools
whole = tools.dump
def slow(*given, **named):
    for chunk in whole(*given, **named):
        yield chunk
        print("in the middle", flush=True)
        time.sleep(60)
tools.dump = slow
from gridhall.config.cli import cli
cli.main(["backup", FILE])
"""

HANGING_RESTORE = """
import time
from gridhall.config.postgres import tools
whole = tools.restore
def slow(settings, chunks):
    def some():
        content = b"".join(chunks)
        yield content[:-1000]
        print("in the middle", flush=True)
        time.sleep(60)
    whole(settings, some())
tools.restore = slow
from gridhall.config.cli import cli
cli.main(["restore", FILE])
"""


def killed_in_the_middle(code: str, file: Path, environment: dict[str, str]) -> None:
    process = python(code.replace("FILE", repr(str(file))), environment)
    assert process.stdout is not None
    assert process.stdout.readline() == "in the middle\n"
    process.kill()
    process.communicate()


def test_killed_backup_leaves_nothing(saved: Saved, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()

    killed_in_the_middle(HANGING_BACKUP, folder / "x.tar", {"DATABASE_URL": url_of(own_database())})

    if sys.platform == "linux":
        assert list(folder.iterdir()) == []
    with archives.appearing(folder / "y.tar") as file:
        file.write(b"whole")
    assert [path.name for path in folder.iterdir()] == ["y.tar"]


def test_killed_restore_leaves_an_empty_database(saved: Saved, target: dict[str, str]) -> None:
    killed_in_the_middle(HANGING_RESTORE, saved.file, target)

    end = time.monotonic() + 10
    others = (
        "SELECT 1 FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    while run_sql(target["NAME"], others) and time.monotonic() < end:
        time.sleep(0.05)
    assert run_sql(target["NAME"], TABLES) == []


def test_file_system_without_nameless_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_nameless", lambda folder: None)
    (tmp_path / f"{archives.UNFINISHED}{2**30}").write_bytes(b"of a killed one")

    with archives.appearing(tmp_path / "a.tar") as file:
        file.write(b"whole")
    with pytest.raises(RuntimeError), archives.appearing(tmp_path / "b.tar"):
        raise RuntimeError
    with pytest.raises(InstallationError), archives.appearing(tmp_path / "a.tar"):
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["a.tar"]
    assert stat.S_IMODE((tmp_path / "a.tar").stat().st_mode) == 0o600


def test_newer_server_than_our_tools_is_refused() -> None:
    with pytest.raises(InstallationError, match="pg_dump"):
        tools.require_tools_for(990001)
