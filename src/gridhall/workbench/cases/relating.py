"""The acts between cases: link, merge, split, and one master for a mass event."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.servicedesk import services
from gridhall.servicedesk.services import NewPart

from . import act_forms as forms
from .acts import ROUTE, SINGLE, SUPERVISE, Act, By, Standing, Values


def _alone(one: Standing) -> bool:
    """Tell whether a case may meet others: it is open and no report of wrongdoing."""
    return one.is_open and not one.sealed and not one.is_part


def _split(by: By, typed: Values) -> None:
    parts = tuple(
        NewPart(topic=typed[f"topic_{n}"].partition(":")[2], summary=typed[f"summary_{n}"])
        for n in (1, 2)
    )
    by.call(services.split, parts=parts, reason=typed["reason"])


def _gather(by: By, typed: Values) -> None:
    found = [by.find(number) for number in typed["numbers"].split()]
    services.gather(master_id=by.case_id, case_ids=found, by_id=by.by_id, at=by.at)


def _under(by: By, typed: Values) -> None:
    services.gather(
        master_id=by.find(typed["master"]), case_ids=[by.case_id], by_id=by.by_id, at=by.at
    )


def _answer_all(by: By, typed: Values) -> None:
    services.answer_all(
        master_id=by.case_id, body=typed["body"], finding=typed["finding"],
        cause=typed["cause"], by_id=by.by_id, at=by.at,
    )  # fmt: skip


RELATING: tuple[Act, ...] = (
    Act(
        code="link", label=_("Link with another case"), icon="link", group="others",
        form=forms.LinkForm, when=lambda one: not one.sealed, done=_("The cases are linked."),
        call=lambda by, typed: by.call(services.link, other_id=by.find(typed["other"])),
    ),
    Act(
        code="merge", label=_("Merge into another case"), icon="git-merge", group="others",
        form=forms.MergeForm, when=lambda one: _alone(one) and not one.is_master,
        done=_("The case goes on in the other one."), danger=True,
        call=lambda by, typed: by.call(services.merge, into_id=by.find(typed["other"]),
                                       reason=typed["reason"]),
        note=_("Its tasks and clocks end here; the customer is told the number it goes on under."),
    ),
    Act(
        code="unmerge", label=_("Undo the merging"), icon="git-branch", group="others",
        form=forms.ReasonForm, when=lambda one: one.status == "MERGED",
        done=_("The case stands by itself again."),
        call=lambda by, typed: by.call(services.unmerge, reason=typed["reason"]),
    ),
    Act(
        code="split", label=_("Split into parts"), icon="arrows-split-2", group="others",
        form=forms.SplitForm, when=lambda one: _alone(one) and not one.has_parts,
        call=_split, done=_("The case is split."),
        note=_("Each part is worked on by itself; the customer gets one answer to all of them."),
    ),
    Act(
        code="under-master", label=_("Put under a master case"), icon="folder-plus",
        group="others", form=forms.UnderMasterForm, call=_under,
        when=lambda one: _alone(one) and not one.is_master and not one.is_gathered,
        done=_("The case is put under the master."),
    ),
    Act(
        code="take-out", label=_("Take out of the master case"), icon="folder-minus",
        group="others", form=forms.ReasonForm, when=lambda one: one.is_open and one.is_gathered,
        done=_("The case stands by itself again."),
        call=lambda by, typed: by.call(services.take_out, reason=typed["reason"]),
    ),
    Act(
        code="master", label=_("Make it the master of a mass event"), icon="sitemap",
        group="others", form=forms.PlainForm, action=ROUTE,
        when=lambda one: _alone(one) and not one.is_master and not one.is_gathered,
        call=lambda by, typed: by.call(services.make_master),
        done=_("Cases can be put under it now."),
        note=_(
            "For one event that many report: each case keeps its clocks, one answer goes to all."
        ),
    ),
    Act(
        code="gather", label=_("Gather cases under it"), icon="folders", group="others",
        form=forms.GatherForm, when=lambda one: one.is_open and one.is_master, call=_gather,
        done=_("The cases are gathered."), action=ROUTE,
    ),
    Act(
        code="answer-all", label=_("One answer to all"), icon="messages", group="forward",
        form=forms.AnswerAllForm, when=lambda one: one.is_open and one.is_master,
        call=_answer_all, action=SUPERVISE, danger=True,
        done=_("The answer goes to everybody; how far it is stands on this page."),
        note=_(
            "Every customer with a case under this one gets the answer. It cannot be called back."
        ),
    ),
)  # fmt: skip

ACTS: tuple[Act, ...] = (*SINGLE, *RELATING)
BY_CODE = {act.code: act for act in ACTS}


def offered(standing: Standing, actions: frozenset[str]) -> list[Act]:
    """Return the acts a reader with these actions is offered on a case."""
    return [act for act in ACTS if act.action in actions and act.when(standing)]
