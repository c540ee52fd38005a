"""档案成批更新: facts of many customer files set right by one file (mass update)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from gridhall.customers import selectors as customers
from gridhall.customers import services
from gridhall.customers.errors import NothingChanged
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.imports import parsing
from gridhall.foundation.imports.errors import ImportNotAllowed
from gridhall.foundation.imports.fault_kinds import FaultKind
from gridhall.foundation.imports.sheets import (
    UNCHANGED,
    UPDATED,
    Column,
    ImportContext,
    Row,
    Sheet,
)
from gridhall.kernel.errors import GridHallError

from .. import parsers
from ._common import known_accounts, still_good

ACTION = "customers.mass_update"
REASON = "成批更新"  # stands in the history of each file
SIZES = {"大客户": "LARGE", "中小企业": "SMALL_OR_MEDIUM", "居民": "HOUSEHOLD"}
AREAS = {"城市": "URBAN", "农村": "RURAL", "其他": "OTHER"}
CHANNELS = {
    "网上营业厅": "IN_APP", "短信": "SMS", "电子邮件": "EMAIL", "微信": "WECHAT", "电话": "PHONE",
    "信函": "LETTER",
}  # fmt: skip
LANGUAGES = {"中文": "zh-hans", "英文": "en"}
PART_OF = {
    "size_class": "ACCOUNT", "area_kind": "ACCOUNT", "industry_code": "ACCOUNT",
    "account_manager": "ACCOUNT", "preferred_channel": "PREFERENCE",
    "preferred_language": "PREFERENCE",
}  # fmt: skip
KINDS = (
    FaultKind(
        "FILE_WILL_CHANGE",
        gettext_noop("On file: {old}. Will be: {new}."),
        gettext_noop("Nothing to do, unless this is not meant."),
    ),
    FaultKind(
        "FILE_VALUE_UNFIT",
        gettext_noop("The customer file does not take this value: {problem}"),
        gettext_noop("Correct the value."),
    ),
)


class AccountUpdates(Sheet):
    """New values for facts of customer files; an empty cell leaves the fact as it is."""

    name = "account_updates"
    label = gettext_noop("Updates of customer files")
    key_column = "account_no"
    columns = (
        Column("account_no", gettext_noop("Account number"), parsers.account_no),
        *(
            Column(name, label, parser, required=False, optional_column=True)
            for name, label, parser in (
                ("size_class", gettext_noop("Size of customer"), parsing.one_of(SIZES)),
                ("area_kind", gettext_noop("Kind of area"), parsing.one_of(AREAS)),
                ("industry_code", gettext_noop("Industry"), parsing.code_text(10)),
                ("account_manager", gettext_noop("Account manager"), parsing.text(60)),
                ("preferred_channel", gettext_noop("Preferred channel"), parsing.one_of(CHANNELS)),
                (
                    "preferred_language", gettext_noop("Preferred language"),
                    parsing.one_of(LANGUAGES),
                ),
            )
        ),
    )  # fmt: skip

    def demand_allowed(self, context: ImportContext) -> None:
        """Only who may change many files at once."""
        if context.actor_id is not None and ACTION not in identity.actions_of(
            user_id=context.actor_id, on=timezone.localdate(context.at)
        ):
            raise ImportNotAllowed

    def key_of(self, row: Row) -> Hashable | None:
        """Return the account number."""
        return row.values.get("account_no")

    def check_rows(self, rows: Sequence[Row], context: ImportContext) -> None:
        """The account is known and the actor's; the preview names old and new values."""
        accounts = known_accounts(rows, context)
        if not context.is_preview:
            return
        good = still_good(rows)
        held = customers.facts_of(
            account_ids=[accounts[row.values["account_no"]].account_id for row in good],
            names=list(PART_OF),
        )
        for row in good:
            facts = held[accounts[row.values["account_no"]].account_id]
            for name, new in _given(row).items():
                if facts[name] != new:
                    row.notice(name, "FILE_WILL_CHANGE", old=facts[name] or "–", new=new)

    def write(self, rows: Sequence[Row], context: ImportContext) -> None:
        """Change each file through the one service; a file it refuses refuses its row only."""
        accounts = customers.account_refs(account_nos=[row.values["account_no"] for row in rows])
        for row in rows:
            row.outcome = UNCHANGED
            try:
                with transaction.atomic():
                    if _change(accounts[row.values["account_no"]].account_id, row, context):
                        row.outcome = UPDATED
            except GridHallError as error:
                row.refuse("account_no", "FILE_VALUE_UNFIT", problem=error.message())


def _given(row: Row) -> dict[str, str]:
    return {name: row.values[name] for name in PART_OF if row.values.get(name) is not None}


def _change(account_id: int, row: Row, context: ImportContext) -> bool:
    changed = False
    for part in ("ACCOUNT", "PREFERENCE"):
        values = {name: value for name, value in _given(row).items() if PART_OF[name] == part}
        if not values:
            continue
        try:
            services.change_part(
                scope=context.scope, account_id=account_id, part=part, changes=values,
                from_day=timezone.localdate(context.at), reason=REASON,
                actor_id=context.actor_id, at=context.at, source="MASS_UPDATE",
            )  # fmt: skip
            changed = True
        except NothingChanged:
            continue
    return changed
