"""Every address of GridHall: the customers' portal at the root, staff under /workbench/."""

from django.urls import include, path

from gridhall.config import views
from gridhall.config.observing import views as observing

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", observing.healthz, name="healthz"),
    path("readyz", observing.readyz, name="readyz"),
    path("metrics", observing.figures, name="metrics"),
    path("language/", views.set_language, name="set_language"),
    path("accounts/", include("gridhall.config.account_urls")),
    path("gallery/", include("gridhall.ui.urls")),
    path("portal/", include("gridhall.portal.urls")),
    path("workbench/", include("gridhall.workbench.urls")),
    path("wall/", include("gridhall.workbench.wallboard.door_urls")),
    path("api/", include("gridhall.api.urls")),
]

handler400 = "gridhall.config.views.bad_request"
handler403 = "gridhall.config.views.forbidden"
handler404 = "gridhall.config.views.not_found"
handler429 = "gridhall.config.views.too_many"  # allauth's, Django has none
handler500 = "gridhall.config.views.server_error"
