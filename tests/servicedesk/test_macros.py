"""Prepared texts: versions that stay, units, and of two people only one wins."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity.selectors import Scope
from gridhall.servicedesk import selectors, services
from gridhall.servicedesk.errors import CaseChoiceRefused, CaseTextMissing, ReasonMissing
from gridhall.servicedesk.models import Macro, MacroVersion
from gridhall.servicedesk.refusals import MacroChanged, MacroNotFound, MacroUnitRefused
from gridhall.servicedesk.selectors import MacroFilters
from gridhall.servicedesk.services import MacroText

from .desk import Desk

WHOLE = Scope(organisation_ids=frozenset(), everything=True)


def added(desk: Desk, unit: str = "11", **more: object) -> Macro:
    text = MacroText(
        title_zh="排队致歉", body_zh="您好，让您久等了。", organisation_id=desk.units[unit].pk
    )
    return services.add_macro(
        text=replace(text, **more),  # type: ignore[arg-type]
        scope=WHOLE, by_id=desk.id("boss"), at=desk.later(),
    )  # fmt: skip


def test_every_version_stays_with_who_made_it(desk: Desk) -> None:
    macro = added(desk)
    text = MacroText(title_zh="排队致歉", body_zh="您好，非常抱歉让您久等了。",
                     organisation_id=macro.organisation_id)  # fmt: skip

    services.change_macro(pk=macro.pk, text=text, scope=WHOLE, by_id=desk.id("quality"),
                          at=desk.later(), seen_version=1)  # fmt: skip
    services.retire_macro(pk=macro.pk, scope=WHOLE, by_id=desk.id("boss"), at=desk.later(),
                          reason="不再使用")  # fmt: skip

    row, versions = selectors.macro_of(pk=macro.pk, scope=WHOLE)
    assert (row.version, row.active) == (3, False)
    assert [(one.version, one.by_id, one.body_zh, one.active) for one in versions] == [
        (3, desk.id("boss"), "您好，非常抱歉让您久等了。", False),
        (2, desk.id("quality"), "您好，非常抱歉让您久等了。", True),
        (1, desk.id("boss"), "您好，让您久等了。", True),
    ]
    assert versions[0].reason == "不再使用"
    told = audit.history_of_object(object_type="macro", object_id=str(macro.pk), limit=9)
    assert [one.action.partition(".")[2] for one in told] == [
        "macro_retired", "macro_changed", "macro_added",
    ]  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        MacroVersion.objects.filter(macro=macro, version=1).update(body_zh="别的")


def test_one_that_came_with_the_system_keeps_how_it_came(desk: Desk) -> None:
    macro = Macro.objects.get(code="GREETING")
    before = macro.body_zh
    text = MacroText(title_zh="接到来信", body_zh="您好，已收到。")

    services.change_macro(pk=macro.pk, text=text, scope=WHOLE, by_id=desk.id("boss"),
                          at=desk.later(), seen_version=1)  # fmt: skip

    _row, versions = selectors.macro_of(pk=macro.pk, scope=WHOLE)
    assert [(one.version, one.body_zh, one.by_id) for one in versions] == [
        (2, "您好，已收到。", desk.id("boss")), (1, before, None),
    ]  # fmt: skip


def test_of_two_changes_of_the_same_version_the_second_is_refused(desk: Desk) -> None:
    macro = added(desk)
    text = MacroText(title_zh="一", body_zh="二", organisation_id=macro.organisation_id)
    for_all = {"pk": macro.pk, "text": text, "scope": WHOLE, "seen_version": 1}

    services.change_macro(**for_all, by_id=desk.id("boss"), at=desk.later())  # type: ignore[arg-type]
    with pytest.raises(MacroChanged):
        services.change_macro(**for_all, by_id=desk.id("quality"), at=desk.later())  # type: ignore[arg-type]


def test_a_unit_keeps_its_own_and_reads_everybodys(desk: Desk) -> None:
    here = Scope(organisation_ids=frozenset({desk.units["11"].pk}))
    there = Scope(organisation_ids=frozenset({desk.units["21"].pk}))
    macro, common = added(desk), Macro.objects.get(code="GREETING")
    text = MacroText(title_zh="一", body_zh="二", organisation_id=desk.units["21"].pk)

    assert macro in selectors.macro_list(scope=here, filters=MacroFilters())
    assert macro not in selectors.macro_list(scope=there, filters=MacroFilters())
    assert common in selectors.macro_list(scope=there, filters=MacroFilters(text="收到"))
    by = {"by_id": desk.id("boss"), "at": desk.later()}
    with pytest.raises(MacroNotFound):
        services.change_macro(pk=macro.pk, text=text, scope=there, seen_version=1, **by)  # type: ignore[arg-type]
    with pytest.raises(MacroUnitRefused):
        services.change_macro(pk=common.pk, text=text, scope=there, seen_version=1, **by)  # type: ignore[arg-type]
    with pytest.raises(MacroUnitRefused):  # it cannot be given to another unit
        services.change_macro(pk=macro.pk, text=text, scope=here, seen_version=1, **by)  # type: ignore[arg-type]


def test_a_retired_text_is_offered_on_no_case_until_it_is_brought_back(desk: Desk) -> None:
    macro = added(desk, kinds=("COMPLAINT",))
    unit = frozenset({desk.units["11"].pk})

    def offered(kind: str) -> bool:
        return macro in selectors.macros(kind=kind, organisation_ids=unit)

    assert offered("COMPLAINT")
    assert not offered("PRAISE")
    by = {"pk": macro.pk, "scope": WHOLE, "by_id": desk.id("boss")}
    with pytest.raises(ReasonMissing):
        services.retire_macro(**by, at=desk.later(), reason=" ")  # type: ignore[arg-type]
    services.retire_macro(**by, at=desk.later(), reason="过时")  # type: ignore[arg-type]
    assert not offered("COMPLAINT")
    services.restore_macro(**by, at=desk.later())  # type: ignore[arg-type]
    assert offered("COMPLAINT")


@pytest.mark.parametrize(
    ("values", "refused"),
    [({"title_zh": " "}, CaseTextMissing), ({"body_zh": ""}, CaseTextMissing),
     ({"kinds": ("NONSENSE",)}, CaseChoiceRefused)],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(
    desk: Desk, values: dict[str, object], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        added(desk, **values)
