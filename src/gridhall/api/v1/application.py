"""The API put together. There is no HTML page about it: ``openapi.json`` is the description."""

from __future__ import annotations

from ninja import NinjaAPI

from gridhall.api.v1 import (
    cases,
    cases_staff,
    comparisons,
    messages,
    notices,
    own_data,
    problems,
    quotes,
    staff,
)

api = NinjaAPI(
    title="GridHall",
    version="1",
    description="Own data of customers, the counter, quotes, and the signed calls of providers.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
)
api.add_router("/me", own_data.router)
api.add_router("/me", cases.router)
api.add_router("", staff.router)
api.add_router("", cases_staff.router)
api.add_router("", notices.router)
api.add_router("", messages.router)
api.add_router("", quotes.router)
api.add_router("", comparisons.router)
problems.install(api)
