"""`gridhall compare`: which price would have been cheapest for this use?"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from gridhall.config.commands.quote import METHODS, PERIODS, Exact
from gridhall.config.terminal import console, emit, json_option

if TYPE_CHECKING:
    from gridhall.rating.comparing.compare import Comparison

EXIT_REFUSED, EXIT_INVALID = 1, 2
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    "compare", short_help="Rate a year's use by every price that may be chosen. Offline."
)
@click.argument("file", type=FILE, metavar="FILE.csv|FILE.xml|FILE.json")
@click.option("--class", "present", metavar="CODE", help="The price today; CODE/two_demand too.")
@click.option("--against", multiple=True, metavar="CODE", help="Another price; repeat. Default: "
              "those the books let this customer choose.")  # fmt: skip
@click.option("--split", multiple=True, metavar="NAME=PART", help="Assumed parts of the periods "
              "where only totals are known: peak=60. Repeat.")  # fmt: skip
@click.option("--prices-on", metavar="DAY", help="Assume the prices of this day for every month.")
@click.option("--method", type=click.Choice(METHODS), help="How capacity is charged.")
@click.option("--capacity", type=Exact(), metavar="KVA", help="Contracted capacity.")
@click.option("--contract-demand", type=Exact(), metavar="KW", help="Contracted demand.")
@click.option("--pf-standard", type=Exact(), help="Power-factor standard: 0.90, 0.85 or 0.80.")
@click.option("--used-before", type=Exact(), metavar="KWH",
              help="A home's use earlier in the first year.")  # fmt: skip
@click.option("--shift", type=Exact(), metavar="PERCENT", help="Share of the dear hours to move.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), help="Of the answer.")
@click.option("--books", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="Tariff books.")  # fmt: skip
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@json_option
def command(
    file: Path, form: str | None, books: Path | None, language: str, as_json: bool, **facts: Any
) -> None:
    """Compare prices over the months of a FILE: which was cheapest, and what moving load saves.

    The file is a CSV of time stamps and kWh (15, 30 or 60 minutes) or a row a month, a Green
    Button XML, or a JSON question (docs/explanation/comparing-prices.md). Needs no database.
    Nothing is guessed: a price that lacks a fact is shown with the reason and not ranked. Exit
    code 1 means that no price could be rated, 2 that the file or the question is wrong.

    \b
    Examples:
      gridhall compare meter.csv --class ZJ-RES-TIER
      gridhall compare months.csv --class ZJ-RES-TIER --split peak=60 --split valley=40
      gridhall compare greenbutton.xml --class HB-1P-10KV --capacity 200 --prices-on 2026-01-01
      gridhall compare question.json --language en --json
    """
    from gridhall.config.commands.quote import _library
    from gridhall.rating.comparing import answers, compare_document
    from gridhall.rating.comparing.compare import NotComparable
    from gridhall.rating.comparing.files import UnreadableFile

    try:
        found = compare_document(_question(file, facts), _library(books))
    except UnreadableFile as wrong:
        _refuse([fault.get(language) for fault in wrong.faults])
    except NotComparable as wrong:
        _refuse([mistake.message.get(language) for mistake in wrong.mistakes])
    chosen = "json" if as_json else form or "text"
    if chosen == "json":
        emit(answers.to_json(found))
    else:
        write = answers.as_csv if chosen == "csv" else answers.as_text
        click.echo(write(found, language), nl=False)
    _exit(found)


def _question(file: Path, facts: dict[str, Any]) -> Any:
    from gridhall.rating.comparing.files import read_file

    given = {name: value for name, value in facts.items() if value not in (None, ())}
    if file.suffix.lower() == ".json":
        return _of_json(file, given)
    if "present" not in given:
        raise click.UsageError("Say the price today, e.g. --class ZJ-RES-TIER")
    used = read_file(file.read_bytes())
    for notice in used.notices:
        console.print(f"! {notice.text.zh} {notice.text.en}", markup=False, soft_wrap=True)
    return {**used.fields, **_terms(given)}


def _of_json(file: Path, given: dict[str, Any]) -> Any:
    from gridhall.rating.quotes import InvalidDocument
    from gridhall.rating.quotes.document import read_json

    try:
        question = read_json(file.read_bytes())
    except InvalidDocument as wrong:
        _refuse([f"{wrong.text.zh} {wrong.text.en}"])
    return {**question, **_terms(given)} if isinstance(question, dict) else question


def _terms(given: dict[str, Any]) -> dict[str, Any]:
    """Return the options as fields of a question."""
    agreement = {
        field: given[name]
        for name, field in (
            ("method", "billing_method"), ("capacity", "capacity_kva"),
            ("contract_demand", "contract_demand_kw"), ("pf_standard", "pf_standard"),
        )
        if name in given
    }  # fmt: skip
    found: dict[str, Any] = {"agreement": agreement} if agreement else {}
    for name, field in (("present", "present"), ("prices_on", "prices_on")):
        if name in given:
            found[field] = given[name]
    if "against" in given:
        found["against"] = list(given["against"])
    if "split" in given:
        found["split"] = dict(_part(pair) for pair in given["split"])
    if "used_before" in given:
        found["household"] = {"used_before": f"{given['used_before']:f}"}
    if "shift" in given:
        found["shift"] = {"percent": given["shift"]}
    return found


def _part(pair: str) -> tuple[str, Decimal]:
    from gridhall.kernel.errors import InvalidNumber
    from gridhall.kernel.money import exact

    name, _, value = pair.partition("=")
    try:
        part = exact(value)
    except InvalidNumber as reason:
        raise click.UsageError(f"--split {pair}: {reason}") from reason
    if name not in PERIODS:
        raise click.UsageError(f"--split {pair}: use one of {', '.join(PERIODS)}, e.g. peak=60")
    return name, part


def _refuse(sentences: list[str]) -> NoReturn:
    for sentence in sentences:
        console.print(sentence, markup=False, soft_wrap=True)
    raise SystemExit(EXIT_INVALID)


def _exit(found: Comparison) -> None:
    if found.cheapest is None:
        raise SystemExit(EXIT_REFUSED)
