"""The way to the company's OpenID provider."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from allauth.socialaccount.providers.openid_connect.views import login as openid_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from gridhall.foundation.identity.access import public

LIMIT = {"oidc": "30/m/ip"}


@public
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Leads to the provider.

    Only by POST, so that no foreign page can start it. The answer is a page that leads on by
    itself and no redirect: our pages' policy (``form-action 'self'``) stops a form whose answer
    leaves the site, and opening it to the provider would open it to all the provider redirects to.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    refused: HttpResponse | None = ratelimit.consume_or_429(
        request, app="gridhall", action="oidc", config=LIMIT
    )
    if refused:
        return refused
    answer: HttpResponse = openid_login(request, provider_id)
    if answer.status_code != 302:
        return answer
    return render(request, "socialaccount/onward.html", {"target": answer["Location"]})
