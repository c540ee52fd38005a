"""Who may see and attach what: each kind of subject says it for itself; what nobody registered is
closed.

A context that wants papers on its objects registers a ``SubjectKind`` in ``AppConfig.ready``:

    access.register(access.by_action(
        "customers.account", find=documents_of.find_account,
        read="customers.read", write="customers.edit"))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from gridhall.foundation.identity import selectors as identity
from gridhall.kernel.errors import GridHallError


class NoSuchDocument(GridHallError):
    """It does not exist, or not for this reader: both look the same."""

    code = "DOCUMENT_NOT_FOUND"
    template = gettext_noop("There is no such document, or you may not see it.")
    status = 404


class MayNotAttach(GridHallError):
    """The reader may see the papers here and not add to them."""

    code = "DOCUMENT_MAY_NOT_ATTACH"
    template = gettext_noop("You may see these documents but not change them.")
    status = 403


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who asks, on which day."""

    user_id: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a paper is attached to, as its own context knows it.

    ``account_ref`` is the account it belongs to, ``organisation_id`` the unit it lies in; ``label``
    is shown in the audit trail and holds no personal data (an account number, a case number).
    """

    type: str
    id: str
    label: str
    organisation_id: int | None = None
    account_ref: int | None = None


Find = Callable[[str], Subject | None]
May = Callable[[Subject, Reader], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectKind:
    """A kind of object that papers may be attached to.

    ``may_read``: see and open them; ``may_write``: attach one, give it a new version.
    ``bare_pictures``: photos lose place, time, device and names before they are stored.
    """

    code: str
    find: Find
    may_read: May
    may_write: May
    bare_pictures: bool = False


_kinds: dict[str, SubjectKind] = {}


def register(kind: SubjectKind) -> None:
    """Make a kind of subject known."""
    _kinds[kind.code] = kind


def by_action(code: str, *, find: Find, read: str, write: str) -> SubjectKind:
    """Return a kind that is open to employees who may do these actions in the subject's unit."""

    def may(action: str) -> May:
        return lambda subject, reader: (
            subject.organisation_id is not None
            and (
                action
                in identity.actions_at(
                    user_id=reader.user_id, organisation_id=subject.organisation_id, on=reader.on
                )
            )
        )

    return SubjectKind(code=code, find=find, may_read=may(read), may_write=may(write))


def demand(*, subject_type: str, subject_id: str, reader: Reader, write: bool = False) -> Subject:
    """Return the subject if the reader may. Raises NoSuchDocument, MayNotAttach."""
    kind = _kinds.get(subject_type)
    subject = kind.find(subject_id) if kind else None
    if kind is None or subject is None or not kind.may_read(subject, reader):
        raise NoSuchDocument
    if write and not kind.may_write(subject, reader):
        raise MayNotAttach
    return subject


def has_bare_pictures(subject: Subject) -> bool:
    """Tell whether photos lose their metadata before they are attached to it."""
    kind = _kinds.get(subject.type)
    return kind is not None and kind.bare_pictures


def may_write(*, subject: Subject, reader: Reader) -> bool:
    """Tell whether the reader may attach papers to a subject that she may see."""
    kind = _kinds.get(subject.type)
    return kind is not None and kind.may_write(subject, reader)
