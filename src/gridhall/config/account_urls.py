"""The few pages of allauth that are open today; every other page of it is closed."""

from allauth.account import views
from django.urls import path

from gridhall.foundation.identity.access import public, signed_in

urlpatterns = [
    path("login/", public(views.login), name="account_login"),
    path("logout/", signed_in(views.logout), name="account_logout"),
    path("password/change/", signed_in(views.password_change), name="account_change_password"),
    path("reauthenticate/", signed_in(views.reauthenticate), name="account_reauthenticate"),
    path("signup/", public(views.signup), name="account_signup"),
    path("inactive/", public(views.account_inactive), name="account_inactive"),
]
