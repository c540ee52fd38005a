"""`gridhall quote`: what would this usage cost?"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table

from gridhall.config.terminal import console, emit, json_option

if TYPE_CHECKING:
    from gridhall.rating.books import Library
    from gridhall.rating.request import Agreement, Household
    from gridhall.rating.result import Rated, Refusal

PERIODS = ("sharp", "peak", "flat", "valley")
METHODS = ("energy_only", "single", "two_capacity", "two_demand")


FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Exact(click.ParamType[Any]):
    """A decimal number, read exactly: never through a float."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the Decimal, or a usage error."""
        from gridhall.kernel.errors import InvalidNumber
        from gridhall.kernel.money import exact

        try:
            return exact(value)
        except InvalidNumber as reason:
            self.fail(str(reason), param, ctx)


@click.command("quote", short_help="Price a month's use, with every line explained. Offline.")
@click.argument("price_class", required=False, metavar="[PRICE_CLASS | FILE.json | FOLDER | -]")
@click.argument("kwh", required=False, type=Exact())
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a quote file.")
@click.option("--urdb", type=FILE, help="A rate of the OpenEI utility rate database, as JSON.")
@click.option(
    "--load", type=FILE, help="With --urdb: a CSV of mean power in kW, a row an interval."
)
@click.option("--start", metavar="DAY", help="With --load: its first day. Default: 1 January 2018.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), help="Of the answers to a file."
)
@click.option(
    "--on", type=click.DateTime(["%Y-%m", "%Y-%m-%d"]), help="The month. Default: this one."
)
@click.option(
    "--period", "periods", multiple=True, metavar="NAME=KWH", help="Use in a period; repeat."
)
@click.option("--kvarh", type=Exact(), help="Reactive energy, for the power factor.")
@click.option("--demand", type=Exact(), metavar="KW", help="Maximum demand of the month.")
@click.option("--method", type=click.Choice(METHODS), help="How capacity is charged.")
@click.option("--capacity", type=Exact(), metavar="KVA", help="Contracted capacity.")
@click.option("--contract-demand", type=Exact(), metavar="KW", help="Contracted demand.")
@click.option("--pf-standard", type=Exact(), help="Power-factor standard: 0.90, 0.85 or 0.80.")
@click.option("--large-household", is_flag=True, help="A home of five or more, with its relief.")
@click.option("--low-income", is_flag=True, help="A low-income home, with its free energy.")
@click.option("--used-before", type=Exact(), metavar="KWH", help="A home's use earlier this year.")
@click.option(
    "--books", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Tariff books."
)
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@json_option
def command(
    price_class: str | None,
    kwh: Decimal | None,
    books: Path | None,
    language: str,
    as_json: bool,
    schema: bool,
    urdb: Path | None,
    load: Path | None,
    start: str | None,
    form: str | None,
    **facts: Any,
) -> None:
    """Price a month's use with the tariff books; every line shows its arithmetic and its source.

    Needs no database. Without arguments it lists the price classes. A file asks anything: many
    cases, own tariffs, readings, old law (see docs/reference/quotes.md). Exit code 1 means that
    the engine refused and why: it never guesses; 2 that something is not written as agreed.

    \b
    Examples:
      gridhall quote                                              the price classes
      gridhall quote ZJ-RES-TIER 320 --on 2026-01
      gridhall quote ZJ-RES-TIER 320 --used-before 2600 --on 2026-09 --language en
      gridhall quote ZJ-RES-TIER-TOU 320 --period valley=140 --json
      gridhall quote cases.json --format csv --language en
      gridhall quote --schema > quote-schema.json
      gridhall quote --urdb rate.json --load load.csv
      gridhall quote HB-2P-10KV 12000 --method two_capacity --capacity 400 \\
          --period sharp=900 --period peak=4000 --period valley=3000 --kvarh 3500 --pf-standard 0.90
    """
    from gridhall.config.commands import quote_files

    if schema:
        quote_files.print_schema()
        return
    library = _library(books)
    chosen = "json" if as_json else form or "text"
    if urdb is not None:
        quote_files.answer_urdb(urdb, load, start, library, language=language, form=chosen)
        return
    if price_class is not None and kwh is None and quote_files.is_place(price_class):
        quote_files.answer(price_class, library, language=language, form=chosen)
        return
    if price_class is None:
        quote_files.list_classes(library, language, as_json)
        return
    if kwh is None:
        raise click.UsageError("Say how many kWh, e.g. gridhall quote ZJ-RES-TIER 320")
    answer = _quote(library, price_class, kwh, facts)
    _show(answer, language, as_json)


def _library(books: Path | None) -> Library:
    from gridhall.rating.books import load_library
    from gridhall.tariffs import folder

    return load_library(books or folder.packaged_folder())


def _quote(
    library: Library, price_class: str, kwh: Decimal, facts: dict[str, Any]
) -> Rated | Refusal:
    from gridhall.rating.quote import quote

    on = (facts["on"] or datetime.now()).date()  # noqa: DTZ005 - the month on the wall calendar
    periods = _periods(facts["periods"])
    return quote(
        price_class,
        kwh,
        library=library,
        on=on,
        periods=periods,
        kvarh=facts["kvarh"],
        demand_kw=facts["demand"],
        agreement=_agreement(price_class, facts, tou=bool(periods)),
        household=_household(facts, on.replace(day=1)),
    )


def _periods(pairs: tuple[str, ...]) -> dict[str, Decimal]:
    from gridhall.kernel.errors import InvalidNumber
    from gridhall.kernel.money import exact

    found = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name not in PERIODS:
            raise click.UsageError(
                f"--period {pair}: use one of {', '.join(PERIODS)}, e.g. valley=140"
            )
        try:
            found[name] = exact(value)
        except InvalidNumber as reason:
            raise click.UsageError(f"--period {pair}: {reason}") from reason
    return found


def _agreement(price_class: str, facts: dict[str, Any], *, tou: bool) -> Agreement:
    from gridhall.rating.request import Agreement, BillingMethod

    return Agreement(
        price_class=price_class,
        billing_method=BillingMethod(facts["method"] or "energy_only"),
        tou=tou,
        pf_standard=facts["pf_standard"],
        contracted_capacity_kva=facts["capacity"],
        contract_demand_kw=facts["contract_demand"],
    )


def _household(facts: dict[str, Any], month: Any) -> Household:
    from gridhall.rating.request import Household, MonthUse

    before: tuple[MonthUse, ...] = ()
    if facts["used_before"] is not None and month.month > 1:
        before = (MonthUse(month=month.replace(month=1), kwh=facts["used_before"]),)
    return Household(
        large_household_from=month.replace(month=1) if facts["large_household"] else None,
        low_income=facts["low_income"],
        used_before=before,
    )


def _show(answer: Rated | Refusal, language: str, as_json: bool) -> None:
    from gridhall.rating import jsonform
    from gridhall.rating.result import Refusal

    if as_json:
        emit(jsonform.answer_to_json(answer))
    elif isinstance(answer, Refusal):
        console.print(f"[yellow]{answer.code}[/] {answer.reason.get(language)}")
    else:
        _print_bill(answer, language)
    if isinstance(answer, Refusal):
        raise SystemExit(1)


def _print_bill(bill: Rated, language: str) -> None:
    from rich.console import Console

    table = Table(show_footer=True, title=f"{bill.price_class}  {bill.period_start:%Y-%m}")
    table.add_column("", footer="")
    table.add_column("kWh / kW / kVA", justify="right")
    table.add_column("¥ / unit", justify="right")
    table.add_column("¥", justify="right", footer=f"[bold]{bill.total}[/]")
    for line in bill.lines:
        name = line.description.get(language)
        table.add_row(name, f"{line.quantity} {line.unit}", str(line.unit_price), str(line.amount))
    out = Console(highlight=False)
    out.print(table)
    for line in bill.lines:
        out.print(
            f"  {line.description.get(language)}: {line.trace.numbers.get(language)}", markup=False
        )
        for read in line.trace.parameters:
            source = " ".join(filter(None, (read.citation.title, read.citation.number)))
            out.print(
                f"      {read.name.get(language)} {read.value} {read.unit} ← {source}", markup=False
            )
    for notice in bill.warnings:
        out.print(f"  ! {notice.text.get(language)}", markup=False, soft_wrap=True)
