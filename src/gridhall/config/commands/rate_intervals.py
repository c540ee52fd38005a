"""`gridhall rate-intervals`: a month of quarter-hours of very many accounts, priced exactly."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gridhall.config.errors import InstallationError
from gridhall.config.terminal import console, emit, json_option

if TYPE_CHECKING:
    from gridhall.rating.bulk.lines import Control
    from gridhall.rating.bulk.plan import IntervalPlan

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
METHODS = ("energy_only", "single")


@click.command("rate-intervals", short_help="Price buckets of interval data. Offline.")
@click.argument("buckets", nargs=-1, required=True,
                type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
@click.option(
    "--class", "price_class", required=True, help="Price class, as `gridhall quote` lists."
)
@click.option("--month", required=True, type=click.DateTime(["%Y-%m"]), help="The month.")
@click.option("--out", required=True, type=FOLDER, help="Folder for the lines.")
@click.option("--method", type=click.Choice(METHODS), default="single", show_default=True)
@click.option("--books", type=FOLDER, help="Tariff books. Default: those of this program.")
@click.option("--processes", type=click.IntRange(1, 256), help="Default: one a core.")
@json_option
def command(
    buckets: tuple[Path, ...], price_class: str, month: datetime, out: Path, method: str,
    books: Path | None, processes: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Rate Parquet BUCKETS (one row a meter and day, 96 columns of Wh) and write bill lines.

    Each bucket gives two files in --out: lines, and one row an account with its total, its
    largest quarter-hour and, where a reading is missing, why it was refused. Run again, it does
    only what is not done yet. Needs the extra `bulk`.

    \b
    Examples:
      gridhall rate-intervals 2026-01/*.parquet --class HB-1P-10KV --month 2026-01 --out bills/
    """
    plan = _plan(price_class, month, method, books)
    from gridhall.rating.bulk import plan as plans
    from gridhall.rating.bulk import work

    text = plans.to_json(plan)
    units = [work.Unit(bucket=str(path), plan=text, out=str(out)) for path in buckets]
    count = min(processes or os.cpu_count() or 1, len(units))
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        parts, total = work.run(units, each=pool.map)
    if as_json:
        emit({"control": _as_dict(total), "parts": [
            {"lines": part.lines, "accounts": part.accounts, "sha256": part.sha256,
             "control": _as_dict(part.control)} for part in parts
        ]})  # fmt: skip
        return
    console.print(
        f"{total.accounts:,} accounts in {len(parts)} buckets: {total.wh / 1000:,.3f} kWh, "
        f"{total.fen // 100:,}.{total.fen % 100:02d} yuan on {total.lines:,} lines."
    )
    if total.refused:
        console.print(f"[yellow]{total.refused:,} accounts were refused: see *.accounts.parquet.")


def _plan(price_class: str, month: datetime, method: str, books: Path | None) -> IntervalPlan:
    try:
        from gridhall.rating.bulk.interval_compiling import interval_plan
    except ModuleNotFoundError as missing:
        raise InstallationError(
            f"{missing.name} is not installed.", "Install the extra: pip install 'gridhall[bulk]'"
        ) from None
    from gridhall.rating.books import load_library
    from gridhall.rating.request import BillingMethod
    from gridhall.tariffs import folder

    library = load_library(books or folder.packaged_folder())
    return interval_plan(
        library, price_class, month=month.date(), method=BillingMethod(method)
    )  # fmt: skip


def _as_dict(control: Control) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(control)
