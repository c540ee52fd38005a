"""Keep the translations complete.

`python build_hooks/messages.py update` collects every marked text of each package's Python files
and templates into its `locale/zh_Hans/LC_MESSAGES/django.po`: new texts get an empty translation,
texts that are gone are removed. `check` changes nothing and lists what is missing; exit 1 if so.

A package is the nearest folder above a file that holds `apps.py` (a site, a context, a foundation
app) or, where there is none, the package right below `gridhall`. JavaScript has no texts of its
own: templates hand them over in data attributes.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "gridhall"
PO = Path("locale") / "zh_Hans" / "LC_MESSAGES" / "django.po"
PYTHON_KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "_": None,
}
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[a-z]|\{[a-z_0-9]*\}")

Text = tuple[str | None, str | tuple[str, ...]]  # context, singular or (singular, plural)


def package_folders() -> list[Path]:
    """Return the folders that have a translation file of their own."""
    apps = [path.parent for path in SOURCES.rglob("apps.py")]
    tops = [path for path in SOURCES.iterdir() if (path / "__init__.py").exists()]
    return sorted({*apps, *tops})


def files_of(package: Path, packages: list[Path]) -> Iterator[Path]:
    """Yield a package's Python files and templates, without those of packages inside it."""
    inner = [other for other in packages if other != package and package in other.parents]
    for path in sorted(package.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts:
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        if not any(other in path.parents for other in inner):
            yield path


def texts_of(path: Path) -> Iterator[tuple[int, Text]]:
    """Yield line, context and text of every marked text in a file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = as_python(source, str(path))
    found = extract("python", io.BytesIO(source.encode()), keywords=PYTHON_KEYWORDS)
    for line, text, _, context in found:
        yield line, (context, text)


def as_python(template: str, origin: str) -> str:
    """Turn a Django template into text in which its marked texts look like gettext calls."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    from django.utils.translation.template import templatize

    # Inside attributes of components, quotes of the tag may be single or double: both are calls.
    # Indentation means nothing in a template, but much to the reader of Python.
    return re.sub(r"(?m)^[ \t]+", "", templatize(template, origin=origin))


def collect(package: Path, packages: list[Path]) -> Catalog:
    """Return every marked text of a package with the places where it stands."""
    catalog = new_catalog()
    for path in files_of(package, packages):
        place = path.relative_to(SOURCES).as_posix()
        for _, (context, text) in texts_of(path):
            catalog.add(text, locations=[(place, 0)], context=context)
    return catalog


def new_catalog() -> Catalog:
    """Return an empty Chinese catalogue whose header never changes by itself."""
    catalog = Catalog(locale="zh_Hans", project="GridHall", version="1", fuzzy=False)
    catalog.header_comment = "# Chinese of GridHall. English msgids; `make translations` updates."
    catalog.mime_headers = [
        ("Language", "zh_Hans"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", "nplurals=1; plural=0;"),
    ]
    return catalog


def read(package: Path) -> Catalog:
    """Return a package's translations as they are."""
    path = package / PO
    if not path.exists():
        return new_catalog()
    with path.open("rb") as source:
        return read_po(source, locale="zh_Hans")


def update(package: Path, packages: list[Path]) -> bool:
    """Rewrite a package's file from its sources. Returns whether it changed."""
    wanted, present = collect(package, packages), read(package)
    if not len(wanted) and not (package / PO).exists():
        return False
    for message in wanted:
        known = present.get(message.id, message.context) if message.id else None
        if known is not None and message.id:
            message.string = known.string
            message.user_comments = known.user_comments
    target = io.BytesIO()
    write_po(target, wanted, width=100, sort_output=True, include_lineno=False)
    text = _without_dates(target.getvalue())
    path = package / PO
    if path.exists() and path.read_bytes() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    return True


def faults(package: Path, packages: list[Path]) -> list[str]:
    """Return what is wrong with a package's translations, a line each."""
    wanted, present = collect(package, packages), read(package)
    name = package.relative_to(SOURCES).as_posix()
    found = []
    for message in wanted:
        if not message.id:
            continue
        place = message.locations[0][0] if message.locations else name
        known = present.get(message.id, message.context)
        if known is None:
            found.append(f"{place}: not in {name}/{PO.as_posix()}: {_first(message)!r}")
        elif not translated(known):
            found.append(f"{place}: no Chinese: {_first(message)!r}")
        elif known.fuzzy:
            found.append(f"{place}: marked fuzzy: {_first(message)!r}")
        elif placeholders(known) != placeholders_of(_plural(message)):
            found.append(f"{place}: placeholders differ: {_first(message)!r}")
    return found


def translated(message: Message) -> bool:
    """Say whether a message has a translation in every form."""
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(strings) and all(str(text).strip() for text in strings)


def placeholders(message: Message) -> set[str]:
    """Return the placeholders of a message's translation."""
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return set().union(*(placeholders_of(str(text)) for text in strings))


def placeholders_of(text: str) -> set[str]:
    """Return the placeholders of one text."""
    return set(PLACEHOLDER.findall(text))


def check() -> list[str]:
    """Return every fault of every package."""
    packages = package_folders()
    return [fault for package in packages for fault in faults(package, packages)]


def main() -> int:
    """Update or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=["update", "check"])
    parser.add_argument("packages", nargs="*", help="only these, e.g. portal foundation/identity")
    arguments = parser.parse_args()
    packages = package_folders()
    chosen = [SOURCES / name.strip("/") for name in arguments.packages] or packages
    unknown = [path for path in chosen if path not in packages]
    if unknown:
        parser.error(f"no such package: {', '.join(os.path.relpath(p, SOURCES) for p in unknown)}")
    if arguments.what == "update":
        for package in chosen:
            if update(package, packages):
                print(f"messages: updated {package.relative_to(ROOT) / PO}")
    found = [fault for package in chosen for fault in faults(package, packages)]
    for fault in found:
        print(fault, file=sys.stderr)
    print(f"messages: {len(found)} to mend" if found else "messages: complete")
    return 1 if found and arguments.what == "check" else 0


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def _plural(message: Message) -> str:
    # Chinese has one form, made from the plural: it has the number in it
    return message.id if isinstance(message.id, str) else str(message.id[-1])


def _without_dates(text: bytes) -> bytes:
    lines = text.decode().splitlines(keepends=True)
    dated = (
        '"Report-Msgid-Bugs-To',
        '"POT-Creation-Date',
        '"PO-Revision-Date',
        '"Generated-By',
        '"Last-Translator',
        '"Language-Team',
    )
    return "".join(line for line in lines if not line.startswith(dated)).encode()


if __name__ == "__main__":
    raise SystemExit(main())
