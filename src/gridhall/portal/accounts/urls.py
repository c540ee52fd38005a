"""Addresses of "my accounts"; names live in the namespace ``portal``."""

from django.urls import path

from . import sharing, views

urlpatterns = [
    path("", views.my_accounts, name="accounts"),
    path("bind/", views.bind, name="bind"),
    path("people/", sharing.people, name="people"),
    path("people/invite/", sharing.invite, name="invite"),
    path("people/<int:pk>/remove/", sharing.remove_person, name="remove_person"),
    path("access/<int:pk>/", sharing.change_access, name="change_access"),
    path("access/<int:pk>/take-back/", sharing.take_back, name="take_back"),
    path("invitations/<int:pk>/withdraw/", sharing.withdraw, name="withdraw_invitation"),
    path("invitations/<int:pk>/answer/", sharing.answer, name="answer_invitation"),
    path("invitations/<str:secret>/", sharing.invitation, name="invitation"),
    path("<str:account_no>/unbind/", views.unbind, name="unbind"),
    path("<str:account_no>/name/", views.name_account, name="name_account"),
    path("<str:account_no>/first/", views.prefer_account, name="prefer_account"),
]
