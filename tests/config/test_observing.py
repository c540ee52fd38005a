"""Alive, ready, figures, and a log that quotes nobody."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from prometheus_client.parser import text_string_to_metric_families

from gridhall.config.observing import health
from gridhall.config.observing.logs import Discreet, JsonLines
from gridhall.foundation import trace
from tests.foundation.jobs import queue

SECRET = "王小明 13800138000"
FORMATS = [JsonLines(), Discreet()]


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(health._known, "migrated_until", 0.0)


def _failed_record() -> logging.LogRecord:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as first:
            raise ValueError(f"no such customer {SECRET}") from first
    except ValueError:
        return logging.LogRecord("gridhall.x", 40, __file__, 1, "failed", (), sys.exc_info())


class TestLog:
    @pytest.mark.parametrize("shape", FORMATS, ids=["json", "text"])
    def test_an_error_is_told_by_class_and_place_never_by_its_text(self, shape: Any) -> None:
        line = shape.format(_failed_record())

        assert "ValueError" in line
        assert "KeyError" in line
        assert "test_observing.py" in line
        assert "王小明" not in line
        assert "138" not in line

    def test_a_line_carries_request_and_job_and_only_known_extras(self) -> None:
        record = logging.LogRecord("gridhall.x", 20, __file__, 1, "done %s", ("well",), None)
        record.route, record.phone = "/x/<pk>/", SECRET

        with trace.job(12):
            line = json.loads(JsonLines().format(record))

        assert (line["message"], line["request"], line["job"]) == ("done well", "job-12", 12)
        assert line["route"] == "/x/<pk>/"
        assert SECRET not in json.dumps(line, ensure_ascii=False)

    @pytest.mark.parametrize("shape", FORMATS, ids=["json", "text"])
    def test_django_speaks_of_a_request_without_its_address(self, shape: Any) -> None:
        record = logging.LogRecord(
            "django.request", 30, __file__, 1, "Not Found: %s", (f"/customers/{SECRET}/",), None
        )
        record.request = RequestFactory().get(f"/customers/{SECRET}/")
        record.status_code = 404

        assert "404 GET unknown" in shape.format(record)
        assert "王小明" not in shape.format(record)

    @pytest.mark.django_db
    def test_a_request_leaves_one_line_and_a_slow_one_a_warning(
        self, caplog: pytest.LogCaptureFixture, settings: Any
    ) -> None:
        caplog.set_level(logging.INFO, logger="gridhall.request")
        settings.GRIDHALL_SLOW_REQUEST_SECONDS = 1000.0
        Client().get("/healthz?q=13800138000", headers={"x-request-id": "monitor-0001"})
        settings.GRIDHALL_SLOW_REQUEST_SECONDS = 0.0
        Client().get("/healthz")

        quick, slow = [one for one in caplog.records if one.name == "gridhall.request"]
        assert quick.getMessage() == "200 GET /healthz"
        assert (quick.levelname, slow.levelname) == ("INFO", "WARNING")
        assert slow.slow  # type: ignore[attr-defined]


class TestHealth:
    def test_alive_asks_nothing(self) -> None:
        assert Client().get("/healthz").json() == {"status": "ok"}  # no database in this test

    @pytest.mark.django_db
    def test_ready_with_warnings(self) -> None:
        answer = Client().get("/readyz")

        assert answer.status_code == 200
        found = answer.json()["checks"]
        assert (found["database"]["state"], found["migrations"]["state"]) == ("ok", "ok")
        assert found["worker"] == {"state": "warning", "text": "none is running: gridhall worker"}

    @pytest.mark.django_db
    def test_strangers_see_no_detail(self) -> None:
        found = Client(REMOTE_ADDR="10.1.2.3").get("/readyz").json()["checks"]

        assert found["worker"] == {"state": "warning"}

    @pytest.mark.django_db
    def test_a_worker_with_a_heartbeat_is_seen(self) -> None:
        queue.add_worker(silent_seconds=1)

        assert Client().get("/readyz").json()["checks"]["worker"]["state"] == "ok"

    @pytest.mark.django_db
    def test_pending_migrations_keep_requests_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("gridhall.config.migrations.pending_migrations", lambda: ["x.0001"])

        answer = Client().get("/readyz")

        assert (answer.status_code, answer.json()["status"]) == (503, "not ready")

    @pytest.mark.django_db
    def test_a_missing_holiday_notice_is_a_warning(self, monkeypatch: pytest.MonkeyPatch) -> None:
        december = datetime(2031, 12, 24, tzinfo=UTC)
        monkeypatch.setattr(health.timezone, "localdate", december.date)

        found = Client().get("/readyz").json()["checks"]["calendar"]

        assert found["state"] == "warning"
        assert "2032" in found["text"]

    @pytest.mark.django_db
    def test_a_full_disk_keeps_requests_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(health, "TOO_LITTLE_BYTES", 10**18)

        assert Client().get("/readyz").status_code == 503


@pytest.mark.django_db
class TestMetrics:
    def test_figures_are_in_the_format_that_prometheus_reads(self) -> None:
        queue.add("failed", task="imports.run")
        Client().get("/healthz")

        answer = Client().get("/metrics")

        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("text/plain; version=")
        found = {
            (one.name, tuple(sorted(one.labels.items()))): one.value
            for family in text_string_to_metric_families(answer.content.decode())
            for one in family.samples
        }
        health_requests = (("method", "GET"), ("route", "/healthz"), ("status", "200"))
        assert found["gridhall_requests_total", health_requests] >= 1
        assert found["gridhall_jobs", (("state", "failed"), ("task", "imports.run"))] == 1
        assert found["gridhall_outbox_events", (("state", "given_up"),)] == 0
        assert found["gridhall_check", (("check", "database"),)] == 0

    @pytest.mark.parametrize(
        ("address", "headers", "allowed"),
        [
            ("127.0.0.1", {}, True),
            ("::1", {}, True),
            ("10.1.2.3", {}, False),
            ("", {}, False),
            ("127.0.0.1", {"x-forwarded-for": "10.1.2.3"}, False),
        ],
    )
    def test_without_a_token_this_machine_alone(
        self, address: str, headers: dict[str, str], allowed: bool
    ) -> None:
        answer = Client(REMOTE_ADDR=address).get("/metrics", headers=headers)

        assert (answer.status_code == 200) is allowed

    def test_with_a_token_only_who_has_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GRIDHALL_METRICS_TOKEN", "a-long-token")

        def ask(**headers: str) -> int:
            return Client(REMOTE_ADDR="10.1.2.3").get("/metrics", headers=headers).status_code

        assert ask(authorization="Bearer a-long-token") == 200
        assert ask(authorization="Bearer another") == 403
        assert ask() == 403
        assert Client().get("/metrics").status_code == 403

    def test_several_processes_count_into_one_folder(self, tmp_path: Path) -> None:
        count = (
            "import django; django.setup();"
            "from gridhall.config.observing import metrics;"
            "metrics.count_request(method='GET', route='/a', status=200, seconds=0.1)"
        )
        show = (
            "import django; django.setup(); import sys;"
            "from prometheus_client import CollectorRegistry, generate_latest;"
            "from prometheus_client.multiprocess import MultiProcessCollector;"
            "r = CollectorRegistry(); MultiProcessCollector(r); print(generate_latest(r).decode())"
        )
        environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
        for code in (count, count):
            subprocess.run([sys.executable, "-c", code], env=environment, check=True)

        shown = subprocess.run(
            [sys.executable, "-c", show],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

        assert 'gridhall_requests_total{method="GET",route="/a",status="200"} 2.0' in shown
