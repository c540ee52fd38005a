"""Signed calls over HTTP: what text messages and notices have in common."""

from __future__ import annotations

import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from .base import ACCEPTED, BOUNCED, REFUSED, RETRY, TIMED_OUT, Result

LONGEST_ANSWER = 64 * 1024
TRY_AGAIN = {408, 425, 429}
ADDRESS_UNKNOWN = {404, 410, 422}


class _NoRedirect(HTTPRedirectHandler):
    """A provider that moves is set up anew; what we sign goes nowhere else by itself."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


_opener = build_opener(_NoRedirect)


def post(url: str, body: bytes, *, headers: dict[str, str], timeout: float) -> Result:
    """Post ``body`` and translate the answer; network faults become outcomes, not exceptions."""
    if not _may_carry(url):
        return Result(outcome=REFUSED, detail="not an https address")
    request = Request(url, data=body, method="POST")  # noqa: S310 – the scheme was checked
    for name, value in {"Content-Type": "application/json", **headers}.items():
        request.add_header(name, value)
    try:
        with _opener.open(request, timeout=timeout) as answer:
            return _accepted(answer.read(LONGEST_ANSWER))
    except HTTPError as error:
        return _refused(error)
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            return Result(outcome=TIMED_OUT, detail="no answer in time")
        return Result(outcome=RETRY, detail="not reachable")
    except (TimeoutError, OSError, HTTPException):
        return Result(outcome=TIMED_OUT, detail="no answer in time")


def _may_carry(url: str) -> bool:
    """Tell whether personal data may go there: by TLS, in clear on this machine or in the demo."""
    address = urlsplit(url)
    here = settings.GRIDHALL_DEMO or address.hostname in {"localhost", "127.0.0.1", "::1"}
    return address.scheme == "https" or (address.scheme == "http" and here)


def _accepted(answer: bytes) -> Result:
    content = _json(answer)
    provider_id, parts = content.get("id", ""), content.get("parts", 1)
    return Result(
        outcome=ACCEPTED, provider_id=str(provider_id)[:120],
        parts=parts if isinstance(parts, int) and 0 < parts < 100 else 1,
    )  # fmt: skip


def _refused(error: HTTPError) -> Result:
    detail = f"HTTP {error.code}"
    if error.code in TRY_AGAIN or error.code >= 500:
        return Result(outcome=RETRY, detail=detail)
    if error.code in ADDRESS_UNKNOWN:
        return Result(outcome=BOUNCED, detail=detail)
    return Result(outcome=REFUSED, detail=detail)


def _json(answer: bytes) -> dict[str, Any]:
    try:
        content = json.loads(answer)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
