"""Settings of every GridHall process: web, worker, commands, tests.

What differs between machines comes from the environment or the data folder, never from
an edited copy of this file: ``DATABASE_URL``, ``GRIDHALL_HOME``, ``GRIDHALL_ENV``
(``demo`` by default, ``production``), ``GRIDHALL_ALLOWED_HOSTS``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from gridhall.config import company_login, database, secrets
from gridhall.config.observing import logs

PACKAGE = Path(__file__).resolve().parent.parent
PRODUCTION = os.environ.get("GRIDHALL_ENV", "demo") == "production"

DEBUG = False
SECRET_KEY = secrets.secret_key()
GRIDHALL_KEYRING = secrets.live_keyring()
# the cipher of personal values written from now on: AES-256-GCM or SM4-GCM (GB/T 32907)
GRIDHALL_PERSONAL_CIPHER = secrets.personal_cipher()
GRIDHALL_DEMO = not PRODUCTION
ALLOWED_HOSTS = os.environ.get("GRIDHALL_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("GRIDHALL_ORIGINS", "").split(",") if o]

FOUNDATION = [
    f"gridhall.foundation.{name}"
    for name in (
        "stamps", "identity", "privacy", "audit", "approvals", "outbox", "numbering", "documents",
        "messages", "signin", "imports", "staff", "jobs", "workcalendar",
        "personal_data", "processes", "standards",
    )
]  # fmt: skip
CONTEXTS = [
    f"gridhall.{name}"
    for name in (
        "customers", "tariffs", "metering", "contracts", "billing", "receivables",
        "servicedesk", "engagement", "appraisal",
    )
]  # fmt: skip
JOURNEYS = ["gridhall.journeys"]
SITES = ["gridhall.portal", "gridhall.workbench", "gridhall.api"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "gridhall.ui",  # before allauth: its log-in pages replace allauth's
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "procrastinate.contrib.django",
    *FOUNDATION,
    *CONTEXTS,
    *JOURNEYS,
    *SITES,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gridhall.config.middleware.RequestIdMiddleware",
    "gridhall.config.observing.middleware.ObservingMiddleware",
    "gridhall.config.middleware.SecurityHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "gridhall.config.middleware.EncryptedApiMiddleware",
    "gridhall.config.middleware.MethodMiddleware",
    "gridhall.config.uploads.UploadLimitMiddleware",
    "gridhall.config.middleware.NullByteMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gridhall.config.session_limits.SessionLimitsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gridhall.foundation.signin.middleware.SessionActivityMiddleware",
    "gridhall.foundation.signin.middleware.FirstThingsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gridhall.foundation.identity.access.DenyByDefaultMiddleware",
    "gridhall.config.middleware.ErrorPageMiddleware",
]

ROOT_URLCONF = "gridhall.config.urls"
ASGI_APPLICATION = "gridhall.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gridhall.ui.context.shell",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "gridhall.ui.templatetags.gridhall",
            ],
        },
    }
]
COTTON_DIR = "cotton"

DATABASES = {"default": database.database_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # In the database, so that all web processes count the same failed log-ins.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
    },
    # In each process: figures that may be a minute old.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "gridhall.foundation.signin.passwords.BreachedPasswordValidator"},
    {"NAME": "gridhall.foundation.signin.passwords.ContextPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "gridhall.foundation.signin.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# behind the TLS proxy the caller's address is what that one proxy reports, and nobody else
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key,30/d/key"}
ACCOUNT_FORMS = {
    name: f"gridhall.config.accounts.forms.{form}"
    for name, form in (
        ("login", "LoginForm"), ("change_password", "ChangePasswordForm"),
        ("set_password", "SetPasswordForm"), ("reauthenticate", "ConfirmForm"),
    )
}  # fmt: skip
MFA_FORMS = {
    name: f"gridhall.config.accounts.forms.{form}"
    for name, form in (
        ("authenticate", "AuthenticateForm"), ("reauthenticate", "ReauthenticateForm"),
        ("activate_totp", "ActivateTOTPForm"), ("add_webauthn", "AddPasskeyForm"),
        ("edit_webauthn", "RenamePasskeyForm"),
    )
}  # fmt: skip
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# A file of lost passwords, sorted by SHA-1: see docs/how-to/sign-in.md.
GRIDHALL_BREACHED_PASSWORDS = os.environ.get("GRIDHALL_BREACHED_PASSWORDS", "")
# Employees need a second factor; in the demo they may have one.
GRIDHALL_SECOND_FACTOR_REQUIRED = PRODUCTION
# Words that everybody who knows the company tries first; an installation adds its own names.
GRIDHALL_PASSWORD_WORDS = [
    "gridhall", "dianwang", "guowang", "nanwang", "dianli", "gongdian", "yongdian", "yingxiao",
    "dianfei", "95598", "sgcc", "electric", "power", "admin", "password", "mima",
    *(w for w in os.environ.get("GRIDHALL_PASSWORD_WORDS", "").lower().split(",") if w),
]  # fmt: skip
GRIDHALL_TEMPORARY_PASSWORD_DAYS = 7  # how long a password that was handed over serves
MFA_ADAPTER = "gridhall.foundation.signin.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "GridHall"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
# Codes sent to phones: (how many, within so many seconds). House rules, no law sets them.
GRIDHALL_ONE_TIME_CODES: dict[str, Any] = {
    "digits": 6,
    "minutes": 5,
    "tries": 5,
    "per_phone": ((1, 60), (5, 3600), (10, 86_400)),
    "per_address": ((10, 60), (100, 3600)),  # a mobile network hides many behind one
}
# Unknown survey links opened from one network address: (how many, within so many seconds).
GRIDHALL_SURVEYS: dict[str, Any] = {"wrong_links": ((10, 600), (50, 86_400))}
# Under which address customers reach the portal: links in messages begin with it.
GRIDHALL_PUBLIC_ADDRESS = os.environ.get(
    "GRIDHALL_PUBLIC_ADDRESS",
    CSRF_TRUSTED_ORIGINS[0] if CSRF_TRUSTED_ORIGINS else "http://127.0.0.1:8000",
)
SOCIALACCOUNT_ADAPTER = "gridhall.foundation.signin.company_login.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = company_login.providers()
GRIDHALL_OIDC_CLAIM = os.environ.get("GRIDHALL_OIDC_CLAIM", "preferred_username")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
# our words go before those of Django and allauth, also in packages that are no app
LOCALE_PATHS = sorted([*PACKAGE.glob("*/locale"), *PACKAGE.glob("foundation/*/locale")])
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
# How limits in working days count: a company rule, see foundation/workcalendar/README.md.
GRIDHALL_WORKING_DAYS: dict[str, Any] = {
    "start_counts": False,
    "day_end": "CLOSE",
    "source": "company rule, after the Civil Code, articles 201 and 203",
}

# How long audit entries stay at hand, at least six months: the Cybersecurity Law demands network
# logs for no less (its text of 2016, article 21(3); unverified for later texts). Then archived.
GRIDHALL_AUDIT_ONLINE_MONTHS = int(os.environ.get("GRIDHALL_AUDIT_ONLINE_MONTHS", "6"))
GRIDHALL_AUDIT_ARCHIVE_FOLDER = os.environ.get(
    "GRIDHALL_AUDIT_ARCHIVE_FOLDER", str(database.data_folder() / "audit" / "archive")
)
GRIDHALL_AUDIT_HEADS_FILE = os.environ.get(
    "GRIDHALL_AUDIT_HEADS_FILE", str(database.data_folder() / "audit" / "heads.jsonl")
)
# Days for which ended jobs stay on the jobs screen.
GRIDHALL_JOBS_KEPT_DAYS = 7
GRIDHALL_FAILED_JOBS_KEPT_DAYS = 90

# Ways out for messages: without a provider the demo takes messages in itself (foundation/messages).
GRIDHALL_MESSAGES: dict[str, Any] = {
    "EMAIL": {
        "host": os.environ.get("GRIDHALL_SMTP_HOST", ""),
        "port": os.environ.get("GRIDHALL_SMTP_PORT", "25"),
        "user": os.environ.get("GRIDHALL_SMTP_USER", ""),
        "password": os.environ.get("GRIDHALL_SMTP_PASSWORD", ""),
        "tls": os.environ.get("GRIDHALL_SMTP_TLS", "") == "1",
        "sender": os.environ.get("GRIDHALL_MAIL_FROM", "95598@localhost"),
    },
    "SMS": {
        "url": os.environ.get("GRIDHALL_SMS_URL", ""),
        "key": os.environ.get("GRIDHALL_SMS_KEY", ""),
    },
    "WEBHOOK": {
        "url": os.environ.get("GRIDHALL_WEBHOOK_URL", ""),
        "key": os.environ.get("GRIDHALL_WEBHOOK_KEY", ""),
    },
    "timeout_seconds": 10,
}
# Wall boards open at once in one web process, and how long each stream lives before the page
# comes through the door again, where the limits of sessions are checked.
GRIDHALL_WALL_BOARD: dict[str, int] = {
    "screens": 200,
    "screens_a_person": 10,
    "heartbeat_seconds": 15,
    "minutes": 5,
    "screen_days": 366,  # how long a screen without a log-in is good at most
    "code_minutes": 15,  # how long the code that sets such a screen up is good
}
# How long an emergency role may hold: a company rule, not yet confirmed by a company.
GRIDHALL_EMERGENCY_HOURS = int(os.environ.get("GRIDHALL_EMERGENCY_HOURS", "4"))

# Company rules, to be set by the personal data officer; see foundation/personal_data/README.md.
GRIDHALL_PERSONAL_DATA: dict[str, int] = {
    "mass_export_rows": 500,  # from so many rows on a list with personal data needs approval
    "files_days": 7,  # how long a copy or a large export is offered
    "reveal_alarm_per_hour": 20,
    "reveal_limit_per_hour": 100,
}
# who was erased, by keyed hash: lies beside the keys and not in a backup, see `gridhall restore`
GRIDHALL_ERASURE_LIST = database.data_folder() / "secrets" / "erasures.jsonl"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
GRIDHALL_STATIC_SECONDS = 600 if PRODUCTION else 60
MEDIA_ROOT = database.data_folder() / "documents"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
GRIDHALL_MAX_UPLOAD_BYTES = 50 * 1024 * 1024
# Documents: a folder (MEDIA_ROOT) unless a bucket is named; see foundation/documents/README.md.
GRIDHALL_DOCUMENT_STORE = {
    name: os.environ.get(f"GRIDHALL_S3_{name.upper()}", "")
    for name in ("bucket", "endpoint", "region", "prefix")
}
GRIDHALL_DOCUMENT_LIMITS: dict[str, int] = {}  # kind → MB, where it is not the kind's own limit
GRIDHALL_DOCUMENT_RETENTION: dict[str, int | None] = {}  # class → months, see retention.py
# A virus scanner (clamd): path of its socket or host:port. Down: "refuse" or "quarantine".
GRIDHALL_SCANNER = os.environ.get("GRIDHALL_SCANNER", "")
GRIDHALL_SCANNER_DOWN = os.environ.get("GRIDHALL_SCANNER_DOWN", "refuse")

# "__Host-": the browser binds the cookie to this very host, over TLS only
COOKIE_PREFIX = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}django_language"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_AGE = 8 * 3600  # a working day, however busy
GRIDHALL_SESSION_IDLE_SECONDS = 30 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "gridhall.config.views.csrf_failed"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [
    r"^(healthz|readyz|metrics)$",  # asked by this machine, without TLS
    r"^api/",  # refused in clear by EncryptedApiMiddleware
]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []

# One JSON object a line in production, readable lines in the demo; no personal data in either.
LOGGING = logs.logging_settings(
    as_json=os.environ.get("GRIDHALL_LOG_FORMAT", "json" if PRODUCTION else "text") == "json",
    level=os.environ.get("GRIDHALL_LOG_LEVEL", "INFO" if PRODUCTION else "WARNING").upper(),
)
GRIDHALL_SLOW_REQUEST_SECONDS = float(os.environ.get("GRIDHALL_SLOW_REQUEST_SECONDS", "1.0"))
