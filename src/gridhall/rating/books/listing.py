"""The price classes of a library as rows: what a quote may name, and what it must bring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gridhall.rating.books import schema
from gridhall.rating.books.library import Library
from gridhall.rating.result import Text

BEGIN = "<!-- price classes: made by `gridhall books list --markdown` -->"
END = "<!-- end of price classes -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassListing:
    """Hold a price class: when it holds, how it is charged, and which values it waits for.

    ``given`` are the keys without a value in the books: the question must bring them.
    """

    code: str
    name: Text
    book: str
    effective_from: date
    effective_to: date | None
    methods: tuple[str, ...]
    hours: str | None
    given: tuple[str, ...]
    refused: bool  # no price, or the documents seen do not say what floats


def classes(library: Library) -> Iterator[ClassListing]:
    """Yield every dated plan of every price class, by code and day."""
    waiting = {
        parameter.key
        for book in library.books.values()
        for parameter in book.content.parameters
        if not parameter.values
    }
    rows = [
        _row(library, name, item, plan, waiting)
        for name, book in library.books.items()
        for item in book.content.price_classes
        for plan in item.values
    ]
    yield from sorted(rows, key=_by_code)


def markdown(library: Library) -> str:
    """Return the rows as a Markdown table between two marks, for ``tariffbooks/README.md``."""
    lines = [BEGIN, "| Code | Name | Holds from | Hours | To be given |", "|---|---|---|---|---|"]
    for row in classes(library):
        until = f" up to {row.effective_to}" if row.effective_to else ""
        given = " ".join(f"`{key}`" for key in row.given)
        if row.refused:
            given = "what floats is not known: refused" if row.methods else "no price: refused"
        lines.append(
            f"| `{row.code}` | {row.name.zh} · {row.name.en} | {row.effective_from}{until} | "
            f"{f'`{row.hours}`' if row.hours else '–'} | {given or '–'} |"
        )
    return "\n".join([*lines, END])


def _row(
    library: Library, name: str, item: schema.PriceClass, plan: schema.DatedPlan,
    waiting: set[str],
) -> ClassListing:  # fmt: skip
    keys = [key for charge in plan.charges for key in charge.uses.values()]
    structures = [c.uses["structure"] for c in plan.charges if "structure" in c.uses]
    unknown = any(
        library.structure(key, on=plan.effective_from).floats is None for key in structures
    )
    return ClassListing(
        code=item.code,
        name=Text(item.name.zh, item.name.en),
        book=name,
        effective_from=plan.effective_from,
        effective_to=plan.effective_to,
        methods=tuple(dict.fromkeys(charge.method for charge in plan.charges)),
        hours=plan.tou.calendar if plan.tou else None,
        given=tuple(dict.fromkeys(key for key in keys if key in waiting)),
        refused=unknown or not plan.charges,
    )


def _by_code(row: ClassListing) -> tuple[str, date]:
    return row.code, row.effective_from
