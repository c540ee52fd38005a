"""`gridhall bill` and the background jobs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gridhall.billing import services as billing
from gridhall.billing import tasks
from gridhall.billing.errors import UnableToApproveOwnRun
from gridhall.config.commands.bill import command
from gridhall.foundation.identity.selectors import whole_company
from tests.billing import street
from tests.billing.street import AT, JANUARY, Company, model

pytestmark = pytest.mark.django_db


def bill(*arguments: str) -> Result:
    return CliRunner().invoke(command, ["2026-01", *arguments])


def bill_json(*arguments: str) -> dict[str, Any]:
    done = bill("--json", *arguments)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.requirement("R43")
def test_the_command_rates_and_waits_for_approval(town: Company) -> None:
    street.homes(town.east, 3)

    said = bill_json("--by", "clerk")

    assert said["status"] == "RATED"
    assert said["bills"] == 3
    assert said["total"] == "161.40"


@pytest.mark.requirement("R43")
def test_the_same_command_again_goes_on_where_it_stopped(town: Company) -> None:
    street.homes(town.east, 3)
    first = bill_json("--by", "clerk")

    second = bill_json("--approve-by", "approver")
    third = bill_json("--approve-by", "approver")

    assert first["run_no"] == second["run_no"] == third["run_no"]
    assert second["status"] == third["status"] == "ISSUED"
    assert model("outbox.OutboxEvent").objects.filter(name="billing.bills.issued").count() == 1
    assert model("receivables.LedgerEntry").objects.filter(kind="BILL").count() == 3


def test_who_started_cannot_approve_on_the_command_line_either(town: Company) -> None:
    street.homes(town.east, 1)

    done = bill("--by", "clerk", "--approve-by", "clerk")

    assert done.exit_code == 1
    assert not model("billing.Bill").objects.filter(status="ISSUED").exists()


@pytest.mark.parametrize("wrong", [("--organisation", "nowhere"), ("--by", "nobody")])
def test_unknown_names_are_told(town: Company, wrong: tuple[str, str]) -> None:
    street.homes(town.east, 1)

    done = bill(*wrong)

    assert done.exit_code == 1
    assert not model("billing.BillRun").objects.exists()


def test_screens_leave_the_work_to_the_worker(town: Company) -> None:
    street.homes(town.east, 2)
    jobs = model("procrastinate.ProcrastinateJob").objects

    run = billing.start_run(
        organisation_id=town.headquarters.pk, period_start=JANUARY, scope=whole_company(),
        at=AT, actor_id=town.clerk.pk, background=True,
    )  # fmt: skip
    assert [job.args for job in jobs.filter(task_name="billing.rate_run")] == [{"run_id": run.pk}]
    assert tasks.rate_run(run_id=run.pk, later="unknown") == "RATED"

    billing.approve_run(
        run_id=run.pk, scope=whole_company(), at=AT, actor_id=town.approver.pk, background=True
    )
    assert jobs.filter(task_name="billing.issue_run").count() == 1
    assert tasks.issue_run(run_id=run.pk) == "ISSUED"


def test_the_error_speaks_the_readers_language(town: Company) -> None:
    from django.utils.translation import gettext, override

    error = UnableToApproveOwnRun(run_no="R202601-0001")

    with override("zh-hans"):
        said = gettext(error.template).format(**error.params)
    assert said.startswith("批次 R202601-0001 由您本人发起")
