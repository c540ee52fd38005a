"""What belongs to the demo is closed in production."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from servestatic.responders import Headers

from gridhall.config import asgi
from gridhall.foundation.messages.channels import http

ASK = """
import django
django.setup()
from django.conf import settings
from gridhall.config.addresses import every_address
from gridhall.foundation.messages import channels
gallery = {a.rule.kind for a in every_address() if a.name.startswith("ui:")}
print(settings.GRIDHALL_DEMO, sorted(gallery))
"""


def test_the_gallery_is_for_staff_and_nothing_is_simulated() -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASK], check=True, capture_output=True, text=True,
        env=os.environ | {"GRIDHALL_ENV": "production"},
    ).stdout  # fmt: skip
    assert told.strip() == "False ['employee']"


def test_the_demo_town_is_not_built_in_production(tmp_path: Path) -> None:
    made = subprocess.run(
        [str(Path(sys.executable).with_name("gridhall")), "demo"],
        check=False, capture_output=True, text=True, timeout=120,
        env=os.environ
        | {"GRIDHALL_ENV": "production", "GRIDHALL_HOME": str(tmp_path), "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert made.returncode != 0
    assert "The demo does not run in production." in made.stderr + made.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.django_db
def test_the_api_is_refused_in_clear_and_not_redirected(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/api/v1/me/accounts")
    assert answer.status_code == 403
    assert answer.json()["code"] == "HTTPS_NEEDED"
    assert Client().get("/api/v1/me/accounts", secure=True).status_code == 401
    assert Client().get("/accounts/login/").status_code == 301


def test_nothing_personal_leaves_in_clear(settings: Any) -> None:
    """Outside the demo a provider is called by HTTPS only, except on this machine."""
    settings.GRIDHALL_DEMO = False
    for address in ("http://sms.example/send", "ftp://sms.example/", "file:///etc/passwd"):
        assert http.post(address, b"{}", headers={}, timeout=1).outcome == "REFUSED"
    assert http.post("http://127.0.0.1:9/", b"{}", headers={}, timeout=1).outcome != "REFUSED"


def test_a_provider_cannot_send_our_calls_elsewhere() -> None:
    """An answer that redirects is a refusal: the second address is never called."""
    called: list[str] = []

    class Moved(BaseHTTPRequestHandler):
        def answer(self) -> None:
            called.append(self.path)
            self.send_response(307)
            self.send_header("Location", f"http://127.0.0.1:{server.server_port}/elsewhere")
            self.end_headers()

        do_POST = do_GET = answer  # noqa: N815 - the names the library calls

        def log_message(self, *_args: Any) -> None:
            return None

    with HTTPServer(("127.0.0.1", 0), Moved) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        answer = http.post(
            f"http://127.0.0.1:{server.server_port}/send", b"{}", headers={}, timeout=5
        )
        server.shutdown()
    assert answer.outcome == "REFUSED"
    assert called == ["/send"]


def test_files_of_our_own_carry_their_headers(settings: Any) -> None:
    """They never pass Django's middleware."""
    settings.SECURE_HSTS_SECONDS = 31_536_000
    headers = Headers()
    asgi._guard(headers, "", "/static/ui/x.js")
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
