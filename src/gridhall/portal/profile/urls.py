"""Addresses of the customer's own file; names live in the namespace ``portal``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.profile, name="profile"),
    path("consent/", views.consent, name="consent"),
    path("preference/", views.preference, name="preference"),
    path("correct/<str:part>/<int:entry>/", views.correct, name="correct"),
    path("corrections/<int:pk>/withdraw/", views.withdraw, name="correction_withdraw"),
    path("accounts/<str:account_no>/", views.choose_account, name="account"),
]
