"""The door of screens without a log-in: their key opens these addresses and no others."""

from django.urls import path

from . import door

app_name = "wall"

urlpatterns = [
    path("", door.screen, name="screen"),
    path("figures/", door.figures, name="figures"),
    path("stream/", door.stream, name="stream"),
]
