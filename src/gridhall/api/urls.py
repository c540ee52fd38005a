"""Addresses of the API. Each endpoint proves its caller itself: session, action or signature."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridhall.api.v1.application import api
from gridhall.foundation.identity.access import own_check

_patterns, _app_name, _namespace = api.urls

for _pattern in _patterns:
    if isinstance(_pattern, URLPattern):
        _pattern.callback = own_check("api: session, role or signature")(_pattern.callback)

urlpatterns = [path("v1/", (_patterns, _app_name, _namespace))]
