"""Many customer files set right by one file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from gridhall.customers.models import Account, FileVersion
from gridhall.foundation.imports.errors import ImportNotAllowed
from gridhall.foundation.imports.models import ImportFault
from gridhall.journeys.file_import import services
from tests.workbench import town as the_town
from tests.workbench.town import HOME, HOME_TOU

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def preview(text: str, who: str) -> Any:
    return services.preview_upload(
        name="updates.csv", chunks=[text.encode()], at=NOW, actor_id=the_town.user(who).pk
    )


@pytest.mark.requirement("R6")
def test_the_preview_names_old_and_new_and_the_run_changes_the_files(town: Any) -> None:
    text = (
        "account_no,area_kind,preferred_channel\n"
        f"{HOME},城市,短信\n{HOME_TOU},农村,\n3311009999,城市,\n"
    )

    batch = preview(text, "steward")
    told = {(f.field, f.code) for f in ImportFault.objects.filter(batch=batch)}
    assert ("area_kind", "FILE_WILL_CHANGE") in told
    assert Account.objects.get(account_no=HOME).area_kind == ""

    services.run(batch.pk, clock=lambda: NOW)

    home, tou = (Account.objects.get(account_no=number) for number in (HOME, HOME_TOU))
    assert (home.area_kind, home.preferred_channel) == ("URBAN", "SMS")
    assert (tou.area_kind, tou.preferred_channel) == ("RURAL", "")
    version = FileVersion.objects.filter(account=home, source="MASS_UPDATE").latest("pk")
    assert version.changed == ["preferred_channel"]


def test_only_who_may_change_many_files_may_bring_one(town: Any) -> None:
    with pytest.raises(ImportNotAllowed):
        preview(f"account_no,area_kind,industry_code\n{HOME},城市,\n", "reader-zj")
