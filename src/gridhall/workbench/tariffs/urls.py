"""Addresses of the workbench screens for tariffs; names live in the namespace ``workbench``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.books, name="tariffs"),
    path("price-classes/", views.price_classes, name="price_classes"),
    path("books/<path:path>/", views.book, name="tariff_book"),
]
