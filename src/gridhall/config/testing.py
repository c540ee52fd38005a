"""The pytest plugin that gives every test run its own home and its own throw-away server.

Loaded by ``-p gridhall.config.testing`` before Django reads its settings. The address of the server
is known from the start; the server itself starts only when a test first asks for the database
(the fixture ``throwaway_server``), so tests of the pure engines never wait for one. Parallel
workers share their parent's server, each with its own database.

``GRIDHALL_TEST_DATABASE_URL`` names another server to test against.
"""

from __future__ import annotations

import atexit
import json
import os
from base64 import b64encode
from collections.abc import Generator
from pathlib import Path

import pytest

from gridhall.config.postgres import throwaway

FOLDER = "GRIDHALL_TEST_FOLDER"
KEY = b64encode(b"tests only: never a real secret!").decode()
SECRETS = {
    "GRIDHALL_SECRET_KEY": "tests-only-" + "x" * 60,
    "GRIDHALL_KEYRING": json.dumps({"active": "t1", "keys": {"t1": KEY}, "index_key": KEY}),
}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    """Set the environment before pytest-django imports the settings."""
    if FOLDER not in os.environ:
        own = throwaway.create()
        os.environ[FOLDER] = str(own.folder)
        atexit.register(_remove, own.folder, os.getpid())
        url = os.environ.get("GRIDHALL_TEST_DATABASE_URL") or own.url()
        os.environ.update(SECRETS, DATABASE_URL=url, GRIDHALL_HOME=str(own.folder / "home"))
        os.environ.pop("GRIDHALL_ENV", None)
    return (yield)


def _remove(folder: Path, owner: int) -> None:
    """Remove the server at the end, in the process that made it; a fork of it must not."""
    if os.getpid() == owner:
        throwaway.load(folder).remove()


@pytest.fixture(scope="session")
def throwaway_server() -> str:
    """Start this run's database server if it is not up yet; return its DATABASE_URL."""
    if "GRIDHALL_TEST_DATABASE_URL" not in os.environ:
        throwaway.load(Path(os.environ[FOLDER])).start()
    return os.environ["DATABASE_URL"]
