"""Texts: versions, what differs, how they look, handing them in."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import employee
from gridhall.foundation.messages import registry, selectors, services
from gridhall.foundation.messages.errors import NotFound, UnknownTemplate
from gridhall.ui import attempts, tables
from gridhall.workbench import lists, rights

from . import acts, specs, words
from .forms import VersionForm, next_full_hour

if TYPE_CHECKING:
    from gridhall.foundation.messages.models import TemplateVersion


@employee("messages.read")
def texts(request: HttpRequest) -> HttpResponse:
    """Show every message the system can send."""
    state = specs.TEXTS.read(request.GET)
    table = lists.table(
        request, spec=specs.TEXTS, state=state,
        page=tables.list_page(selectors.template_rows(at=timezone.now()), state),
        row_url=lambda row: reverse("workbench:message_text", args=[row.code]),
    )  # fmt: skip
    context = {"table": table, "tabs": specs.tabs("message_texts")}
    return render(request, "workbench/messages/texts.html", context)


@employee("messages.read")
def text(request: HttpRequest, code: str) -> HttpResponse:
    """Show a message's text on each way, and its versions."""
    template = _template(code)
    now = timezone.now()
    in_force = selectors.versions_in_force(
        keys=[(code, channel) for channel, _label in words.CHANNELS], at=now
    )
    ways = [
        {
            "code": channel, "label": label, "version": in_force.get((code, channel)),
            "texts": _by_language(code, channel, in_force.get((code, channel))),
        }
        for channel, label in words.CHANNELS
    ]  # fmt: skip
    context = {
        "template": template, "name": words.template(code), "ways": ways,
        "purpose": words.purpose(template.purpose),
        "placeholders": sorted(registry.known_placeholders(template)),
        "versions": [_shown(row) for row in selectors.versions(code=code)],
        "may_write": rights.may(request, "messages.manage"),
    }  # fmt: skip
    return render(request, "workbench/messages/text.html", context)


def _template(code: str) -> registry.MessageTemplate:
    try:
        return registry.template_of(code)
    except UnknownTemplate:
        raise Http404 from None


def _by_language(code: str, channel: str, row: TemplateVersion | None) -> list[dict[str, Any]]:
    found = selectors.texts_by_language(code=code, channel=channel, row=row)
    return [
        {"language": label, "code": language, "title": found[language][0],
         "body": found[language][1]}
        for language, label in words.LANGUAGES
    ]  # fmt: skip


def _shown(row: TemplateVersion) -> dict[str, Any]:
    return {"row": row, "status": words.VERSION[row.status], "channel": words.channel(row.channel)}


@employee("messages.manage")
def new_version(request: HttpRequest, code: str) -> HttpResponse:
    """Write a new version; it starts from the text in force."""
    template = _template(code)
    channel = request.GET.get("channel", "IN_APP")
    if channel not in dict(words.CHANNELS):
        raise Http404
    form = VersionForm(request.POST or None, initial=_initial(code, channel))
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        valid_from = data.pop("valid_from")
        with attempts.in_form(form):
            row = services.draft_version(
                code=code, channel=channel, texts=services.Texts(**data), valid_from=valid_from,
                actor_id=rights.reader_id(request), at=timezone.now(),
            )  # fmt: skip
            return redirect("workbench:message_version", pk=row.pk)
    context = {
        "form": form, "template": template, "name": words.template(code), "channel": channel,
        "channel_label": words.channel(channel),
        "placeholders": sorted(registry.known_placeholders(template)),
        "required": services.required_placeholders(template, channel),
        "action": f"{reverse('workbench:new_message_version', args=[code])}?channel={channel}",
    }  # fmt: skip
    return lists.show(request, "workbench/messages/new_version.html", context)


def _initial(code: str, channel: str) -> dict[str, Any]:
    now = timezone.now()
    row = selectors.versions_in_force(keys=[(code, channel)], at=now).get((code, channel))
    found = selectors.texts_by_language(code=code, channel=channel, row=row)
    return {
        "title_zh": found["zh-hans"][0], "body_zh": found["zh-hans"][1],
        "title_en": found["en"][0], "body_en": found["en"][1], "valid_from": next_full_hour(),
    }  # fmt: skip


@employee("messages.read")
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version: what differs from the one before, and how it looks with real data."""
    row = _version(pk)
    number = request.GET.get("account", "").strip()
    account = rights.account_id(rights.scope(request), number) if number else None
    preview = selectors.preview(code=row.code, channel=row.channel, row=row, account_id=account)
    before = selectors.version_before(row=row)
    context = {
        "row": row, "status": words.VERSION[row.status], "name": words.template(row.code),
        "channel_label": words.channel(row.channel), "preview": preview, "account": number,
        "unknown": bool(number) and account is None, "before": before,
        "changes": _changes(row, before),
        "may_request": row.status == "DRAFT" and rights.may(request, "messages.manage"),
        "languages": dict(words.LANGUAGES),
    }  # fmt: skip
    return render(request, "workbench/messages/version.html", context)


def _version(pk: int) -> TemplateVersion:
    try:
        return selectors.version(pk=pk)
    except NotFound:
        raise Http404 from None


def _changes(row: TemplateVersion, before: TemplateVersion | None) -> list[dict[str, Any]]:
    old = selectors.texts_by_language(code=row.code, channel=row.channel, row=before)
    new = selectors.texts_by_language(code=row.code, channel=row.channel, row=row)
    found = []
    for language, label in words.LANGUAGES:
        for part, was, now in zip((_("title"), _("text")), old[language], new[language],
                                  strict=True):  # fmt: skip
            found.append({"label": f"{label} · {part}", "pieces": _pieces(was, now),
                          "same": was == now})  # fmt: skip
    return found


def _pieces(was: str, now: str) -> list[tuple[str, str]]:
    """Return the text in pieces: kept, taken out, put in."""
    pieces: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(("same", was[start:end]))
            continue
        pieces += [("gone", was[start:end])] if end > start else []
        pieces += [("new", now[new_start:new_end])] if new_end > new_start else []
    return pieces


@require_POST
@employee("messages.manage")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a draft in: another person publishes it."""
    _version(pk)
    return acts.with_reason(
        request,
        lambda reason: services.request_publication(
            pk=pk, reason=reason, actor_id=rights.reader_id(request), at=timezone.now()
        ),
        done=_("Handed in: another person decides."),
        back=reverse("workbench:message_version", args=[pk]),
    )
