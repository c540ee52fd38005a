"""The ASGI application of the web server: static files, then Django behind the upload limit.

Static files come straight from the packages' folders, so nothing has to be collected, and never
pass through Django's middleware.
"""

import os
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.asgi import get_asgi_application
from servestatic import ServeStaticASGI
from servestatic.responders import Headers

from gridhall.config.uploads import LimitedBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridhall.config.settings")


#: Files of our own: nothing in them may be framed, and no browser may guess at them.
STATIC_POLICY = "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"


def _guard(headers: Headers, path: str, url: str) -> None:
    del path, url
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = STATIC_POLICY
    headers["Referrer-Policy"] = settings.SECURE_REFERRER_POLICY
    if settings.SECURE_HSTS_SECONDS:
        age = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"
        headers["Strict-Transport-Security"] = age


application = ServeStaticASGI(
    LimitedBodies(get_asgi_application()),
    max_age=settings.GRIDHALL_STATIC_SECONDS,
    allow_all_origins=False,
    add_headers_function=_guard,
)
for app in apps.get_app_configs():
    folder = Path(app.path) / "static"
    if folder.is_dir():
        application.add_files(folder, prefix=settings.STATIC_URL)
