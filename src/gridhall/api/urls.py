"""Addresses of the API. Each endpoint proves its caller itself: session, action or signature.

Open are the description, which says nothing but what the source says, and quotes, which read
nobody's data and store nothing.
"""

from __future__ import annotations

from django.urls import URLPattern, path

from gridhall.api.v1.application import api
from gridhall.foundation.identity.access import own_check, public

OPEN = {
    "openapi-json",
    "api-root",  # it has no page and answers "not found"
    "quotes",
    "quotes_schema",
}

_patterns, _app_name, _namespace = api.urls

for _pattern in _patterns:
    if isinstance(_pattern, URLPattern):
        door = public if _pattern.name in OPEN else own_check("session, role or signature")
        _pattern.callback = door(_pattern.callback)

urlpatterns = [path("v1/", (_patterns, _app_name, _namespace))]
