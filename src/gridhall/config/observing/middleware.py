"""One line of the log and one count for each request."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gridhall.config.observing import metrics
from gridhall.config.observing.logs import route_of
from gridhall.foundation import trace

logger = logging.getLogger("gridhall.request")


class ObservingMiddleware:
    """Names the request to log and audit; writes who asked what how long when it is answered.

    Stands right behind ``RequestIdMiddleware``. A request slower than
    ``GRIDHALL_SLOW_REQUEST_SECONDS`` is a warning.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        with trace.request(request.request_id):  # type: ignore[attr-defined]
            response = self.get_response(request)
            _tell(request, response, time.perf_counter() - start)
        return response


def _tell(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    route, method = route_of(request), request.method or ""
    metrics.count_request(method=method, route=route, status=response.status_code, seconds=seconds)
    slow = seconds >= settings.GRIDHALL_SLOW_REQUEST_SECONDS
    level = logging.WARNING if slow else logging.INFO
    # the person only where the session was looked at anyway: a probe must not cost a query
    user = getattr(request, "_cached_user", None)
    logger.log(
        level, "%s %s %s", response.status_code, method, route,
        extra={
            "method": method, "route": route, "status": response.status_code,
            "ms": round(seconds * 1000, 1), "slow": True if slow else None,
            "user": getattr(user, "pk", None),
        },
    )  # fmt: skip
