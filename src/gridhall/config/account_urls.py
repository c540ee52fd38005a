"""The pages of signing in: ours, and the few of allauth that are open. All others are closed.

What changes a login is ``atomic``: the change and its audit entry stand or fall together.
"""

from allauth.account import views
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.openid_connect import views as openid
from django.db.transaction import atomic
from django.urls import path
from django.views.generic import RedirectView

from gridhall.config.accounts import company, phone, security
from gridhall.foundation.identity.access import public, signed_in

to_security = RedirectView.as_view(pattern_name="account_security")

urlpatterns = [
    path("login/", public(views.login), name="account_login"),
    path("logout/", signed_in(views.logout), name="account_logout"),
    path("signup/", public(views.signup), name="account_signup"),
    path("inactive/", public(views.account_inactive), name="account_inactive"),
    path(
        "password/change/", signed_in(atomic(views.password_change)),
        name="account_change_password",
    ),
    path("password/set/", signed_in(atomic(security.set_password)), name="account_set_password"),
    path("reauthenticate/", signed_in(views.reauthenticate), name="account_reauthenticate"),
    path("phone/", phone.ask, name="account_phone_login"),
    path("phone/code/", phone.code, name="account_phone_code"),
    path("phone/open/", phone.open_login, name="account_phone_open"),
    path("forgot/", phone.forgot, name="account_forgot"),
    path("forgot/password/", phone.new_password, name="account_new_password"),
    path("security/", security.page, name="account_security"),
    path("security/enrol/", security.enrol, name="account_enrol"),
    path("security/sessions/end/", security.end_session, name="account_end_session"),
    path("security/phone/", phone.bind, name="account_phone"),
    path("security/phone/remove/", phone.unbind, name="account_remove_phone"),
    path("reauthenticate/phone/", phone.confirm, name="account_reauthenticate_phone"),
    path("2fa/", signed_in(to_security), name="mfa_index"),
    path("2fa/authenticate/", public(factors.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", signed_in(factors.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path(
        "2fa/totp/deactivate/", signed_in(atomic(totp.deactivate_totp)),
        name="mfa_deactivate_totp",
    ),
    path(
        "2fa/recovery-codes/", signed_in(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/", signed_in(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("passkeys/", signed_in(to_security), name="mfa_list_webauthn"),
    path("passkeys/add/", signed_in(atomic(passkeys.add_webauthn)), name="mfa_add_webauthn"),
    path("passkeys/login/", public(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path(
        "passkeys/reauthenticate/", signed_in(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("passkeys/<int:pk>/edit/", signed_in(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "passkeys/<int:pk>/remove/", signed_in(atomic(security.remove_passkey)),
        name="mfa_remove_webauthn",
    ),
    path("oidc/<str:provider_id>/login/", company.login, name="openid_connect_login"),
    path(
        "oidc/<str:provider_id>/login/callback/", public(openid.callback),
        name="openid_connect_callback",
    ),
]  # fmt: skip
