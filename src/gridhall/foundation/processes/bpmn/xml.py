"""XML read by expat, event by event: a tree with lines, and nothing that could swell or reach out.

Refused before anything is built: a document type (so there are no entities to expand and no file
or address to fetch), files over the limits of size, depth and number of elements, encodings other
than UTF-8 and UTF-16.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext_noop as _

from .errors import UnsafeFile
from .names import MODEL, OWN

BIGGEST_BYTES = 2_000_000
DEEPEST = 40
MOST_ELEMENTS = 20_000
LONGEST_TEXT = 200_000


@dataclass(slots=True)
class Element:
    """An element with its attributes, children, text and the line where it begins."""

    space: str
    tag: str
    line: int
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Return its id."""
        return self.attributes.get("id", "")

    @property
    def name(self) -> str:
        """Return its name on one line."""
        return " ".join(self.attributes.get("name", "").split())

    @property
    def text(self) -> str:
        """Return its text without blanks around."""
        return "".join(self.pieces).strip()

    def own(self, name: str) -> str:
        """Return an attribute of our namespace."""
        return self.attributes.get(f"{OWN} {name}", "")

    def all(self, tag: str, space: str = MODEL) -> Iterator[Element]:
        """Yield the children of a name."""
        return (one for one in self.children if one.tag == tag and one.space == space)

    def first(self, tag: str, space: str = MODEL) -> Element | None:
        """Return the first child of a name."""
        return next(self.all(tag, space), None)

    def walk(self) -> Iterator[Element]:
        """Yield the element and everything in it."""
        yield self
        for child in self.children:
            yield from child.walk()


def read(data: bytes) -> Element:
    """Return the root of an XML file; raise UnsafeFile for what is refused or is no XML."""
    if len(data) > BIGGEST_BYTES:
        raise UnsafeFile(
            _("it has {size:,} bytes or more, at most {limit:,} are read."),
            size=len(data), limit=BIGGEST_BYTES,
        )  # fmt: skip
    return _Builder().read(data)


class _Builder:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.XmlDeclHandler = self._declaration
        self.parser.buffer_text = True
        self.stack: list[Element] = []
        self.root: Element | None = None
        self.elements = 0

    def read(self, data: bytes) -> Element:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            told = expat.ErrorString(error.code) or "?"
            if told in ("unknown encoding", "not well-formed (invalid token)") and not _is_utf(
                data
            ):
                raise UnsafeFile(_("it is not in UTF-8. Save it as UTF-8.")) from error
            raise UnsafeFile(
                _("it is no XML: {problem} in line {line}."), problem=told, line=error.lineno
            ) from error
        if self.root is None:  # pragma: no cover - expat refuses a file without a root
            raise UnsafeFile(_("it is empty."))
        return self.root

    def _doctype(self, *_about: object) -> None:
        raise UnsafeFile(
            _("it has a document type (<!DOCTYPE …>) in line {line}, which could hold entities. "
              "Remove it."),
            line=self.parser.CurrentLineNumber,
        )  # fmt: skip

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "utf-8").lower().replace("_", "-") not in {"utf-8", "utf8", "utf-16"}:
            raise UnsafeFile(
                _("it is in {encoding}, not in UTF-8. Save it as UTF-8."),
                encoding=str(encoding)[:40],
            )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        line = self.parser.CurrentLineNumber
        if self.elements > MOST_ELEMENTS:
            raise UnsafeFile(_("it has more than {limit:,} elements."), limit=MOST_ELEMENTS)
        if len(self.stack) >= DEEPEST:
            raise UnsafeFile(
                _("elements lie deeper than {limit} levels in line {line}."),
                limit=DEEPEST, line=line,
            )  # fmt: skip
        space, _blank, tag = name.rpartition(" ")
        element = Element(space, tag, line, attributes)
        if self.stack:
            self.stack[-1].children.append(element)
        else:
            self.root = element
        self.stack.append(element)

    def _end(self, _name: str) -> None:
        self.stack.pop()

    def _characters(self, text: str) -> None:
        if self.stack:
            self.stack[-1].pieces.append(text)


def _is_utf(data: bytes) -> bool:
    try:
        data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
    except UnicodeDecodeError:
        return False
    return True
