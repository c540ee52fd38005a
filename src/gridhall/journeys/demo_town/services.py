"""Loading the demo town: every step may be repeated, and goes on where a kill stopped it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_noop

from gridhall.customers import selectors as customers
from gridhall.customers import services as customer_services
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity import services as identity_services
from gridhall.foundation.signin import selectors as signin
from gridhall.foundation.signin import services as signin_services
from gridhall.foundation.staff.services import people as staff
from gridhall.journeys.file_import import services as file_import
from gridhall.kernel.errors import GridHallError
from gridhall.tariffs import services as tariffs

from . import bills
from .people import CUSTOMERS, PASSWORD, PORTAL, STAFF, STAFF_SINCE, WORKBENCH, DemoLogin

__all__ = ["DemoLogin", "demo_logins", "load_town", "town_folder"]

Progress = Callable[[str, int, int], None]

PACKAGE = Path(__file__).resolve().parents[2]
#: The town's last readings are of this moment; a computer whose clock is behind gets this date.
TOWN_IS_KNOWN = datetime(2026, 2, 2, 1, 0, tzinfo=UTC)


class DemoNotAllowed(GridHallError):
    """The demo has public passwords and must never be loaded into production."""

    code = "DEMO_NOT_ALLOWED"
    template = gettext_noop("The demo town cannot be loaded in production.")


class TownNotFound(GridHallError):
    """The town's files are not part of this installation."""

    code = "DEMO_TOWN_NOT_FOUND"
    template = gettext_noop("The files of the demo town are missing in this installation.")


def town_folder() -> Path:
    """Return the folder of the town: of the working copy, else inside the package.

    Raises TownNotFound.
    """
    for folder in (PACKAGE.parents[1] / "demo" / "town", PACKAGE / "demo" / "town"):
        if folder.is_dir():
            return folder
    raise TownNotFound()


def load_town(
    *, at: datetime, on_progress: Progress | None = None, folder: Path | None = None
) -> list[DemoLogin]:
    """Load tariff books, files, people, and bill January 2026; return who can log in.

    ``on_progress`` is told the step, how much is done and how much there is. Raises
    DemoNotAllowed outside the demo, TownNotFound, and what the imports raise.
    """
    if not settings.GRIDHALL_DEMO:
        raise DemoNotAllowed()
    at = max(at, TOWN_IS_KNOWN)
    tell = on_progress or (lambda _step, _done, _total: None)
    tell("tariff books", 0, 1)
    tariffs.publish_library(at=at, actor_id=None)
    tell("tariff books", 1, 1)
    file_import.import_folder(folder or town_folder(), clock=lambda: at, progress=tell)
    _hire_staff()
    _open_portal(at)
    bills.bill_january(at=at, on_progress=tell)
    return demo_logins()


def _hire_staff() -> None:
    for number, person in enumerate(STAFF, start=1):
        user, _created = identity_services.create_user(
            username=person.username, password=PASSWORD, kind="EMPLOYEE",
            display_name=person.display_name,
        )  # fmt: skip
        unit = identity.organisation_by_code(code=person.organisation_code)
        if unit is None:
            raise TownNotFound()
        identity_services.assign_role(
            user=user, role=person.role, organisation=unit, valid_from=STAFF_SINCE
        )
        staff.register(
            user=user, staff_no=f"E{number:04d}", organisation_id=unit.pk, title=person.role_zh,
            hired_on=STAFF_SINCE,
        )  # fmt: skip


def _open_portal(at: datetime) -> None:
    accounts = customers.account_refs(account_nos=[one.account_no for one in CUSTOMERS])
    ids = [account.account_id for account in accounts.values()]
    names = customers.display_names(account_ids=ids, masked=True)
    for one in CUSTOMERS:
        account = accounts[one.account_no]
        user, _created = identity_services.create_user(
            username=one.username, password=PASSWORD, kind="CUSTOMER",
            display_name=names[account.account_id][:60],
        )  # fmt: skip
        customer_services.grant_portal_access(
            user=user, account_id=account.account_id, valid_from=account.opened_on, at=at
        )
        if not signin.phone_of(user_id=user.pk):
            signin_services.vouch_for_phone(
                user_id=user.pk, phone=one.phone, actor_id=None, reason="demo", at=at
            )


def demo_logins() -> list[DemoLogin]:
    """Return the logins of the demo; an empty list when the town is not loaded."""
    units = {
        unit.code: unit.name for unit in identity.organisations(scope=identity.whole_company())
    }
    if not units:
        return []
    staff = [
        DemoLogin(
            username=one.username, password=PASSWORD, role_zh=one.role_zh, role_en=one.role_en,
            organisation=units.get(one.organisation_code, ""), site=WORKBENCH,
        )
        for one in STAFF
    ]  # fmt: skip
    at_home = [
        DemoLogin(
            username=one.username, password=PASSWORD, role_zh=one.role_zh, role_en=one.role_en,
            organisation=one.account_no, site=PORTAL,
        )
        for one in CUSTOMERS
    ]  # fmt: skip
    return staff + at_home
