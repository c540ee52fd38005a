"""The public comparison of prices; open to everybody, nothing is stored."""

from django.urls import path

from . import views

urlpatterns = [path("", views.compare, name="compare")]
