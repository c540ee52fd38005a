"""The ASGI application that the web server runs."""

import os

from django.core.asgi import get_asgi_application

from gridhall.config.uploads import LimitedBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridhall.config.settings")

application = LimitedBodies(get_asgi_application())
