"""One section of the measurements in a process of its own: Django reads its settings only once."""

from __future__ import annotations

import argparse
import importlib
import sys

from bench import report
from bench.installation import scratch_installation

NAMES = (
    "startup",
    "imports",
    "bills",
    "pages",
    "audit",
    "messages",
    "cases",
    "intervals",
    "rating",
    "quotes",
)
WITHOUT_DATABASE = {"startup", "intervals", "rating", "quotes"}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what `make bench` and a single section have in common."""
    parser.add_argument("sections", nargs="*", metavar="section", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--customers", type=int, default=1_000_000, help="for pages")
    parser.add_argument("--copies", type=int, default=100, help="for bills: how many towns")
    parser.add_argument("--audit-rows", type=int, default=1_000_000, help="for audit")
    parser.add_argument("--clients", type=int, default=1, help="for pages: users at a time")
    parser.add_argument("--recipients", type=int, default=100_000, help="for messages")
    parser.add_argument("--cases", type=int, default=1_000_000, help="for cases")
    parser.add_argument("--clocks", type=int, default=100_000, help="for cases: running clocks")
    parser.add_argument("--accounts", type=int, default=100_000, help="for intervals")
    parser.add_argument("--bills", type=int, default=1_000_000, help="for rating: homes in bulk")
    parser.add_argument("--keep", default="", help="folder whose data stay and are used again")


def as_arguments(options: argparse.Namespace) -> list[str]:
    """Return the options as a command line for a section's process."""
    return [
        f"--customers={options.customers}",
        f"--copies={options.copies}",
        f"--audit-rows={options.audit_rows}",
        f"--clients={options.clients}",
        f"--recipients={options.recipients}",
        f"--cases={options.cases}",
        f"--clocks={options.clocks}",
        f"--accounts={options.accounts}",
        f"--bills={options.bills}",
        f"--keep={options.keep}",
    ]


def main() -> None:
    """Measure the one section named and print its figures as JSON."""
    parser = argparse.ArgumentParser()
    add_options(parser)
    options = parser.parse_args()
    (name,) = options.sections
    measure = importlib.import_module(f"bench.{name}").measure
    if name in WITHOUT_DATABASE:
        figures = measure(options)
    else:
        with scratch_installation(options.keep and f"{options.keep}/{name}"):
            figures = measure(options)
    sys.stdout.write(report.as_json(figures))


if __name__ == "__main__":
    main()
