"""Addresses of the workbench screens for staff; names live in the namespace ``workbench``."""

from django.urls import path

from . import acts, deputies, mine, overview, people, reviews, roles, units

urlpatterns = [
    path("", overview.staff, name="staff"),
    path("roles/", overview.roles_held, name="roles_held"),
    path("roles/<int:pk>/end/", roles.end_role, name="end_role"),
    path("roles/<int:pk>/end-now/", roles.end_now, name="end_role_now"),
    path("catalogue/", overview.catalogue, name="role_catalogue"),
    path("mine/", mine.my_rights, name="my_rights"),
    path("mine/deputy/", deputies.propose_mine, name="propose_my_deputy"),
    path("deputies/<int:pk>/answer/", deputies.answer, name="answer_deputyship"),
    path("deputies/<int:pk>/end/", deputies.end_mine, name="end_my_deputyship"),
    path("deputies/<int:pk>/end-for/", deputies.end_for, name="end_deputyship"),
    path("people/new/", people.hire, name="hire"),
    path("people/<str:username>/", people.person, name="person"),
    path("people/<str:username>/role/", roles.request_role, name="request_role"),
    path("people/<str:username>/emergency/", roles.emergency, name="emergency_role"),
    path("people/<str:username>/deputy/", deputies.propose_for, name="propose_deputy"),
    path("people/<str:username>/transfer/", acts.transfer, name="transfer"),
    path("people/<str:username>/post/", acts.add_duty, name="add_duty"),
    path("people/<str:username>/post/<int:pk>/end/", acts.end_duty, name="end_duty"),
    path("people/<str:username>/rename/", acts.rename, name="rename_person"),
    path("people/<str:username>/password/", acts.issue_password, name="issue_password"),
    path("people/<str:username>/deactivate/", acts.deactivate, name="deactivate_person"),
    path("people/<str:username>/reactivate/", acts.reactivate, name="reactivate_person"),
    path("organisations/", units.organisations, name="organisations"),
    path("organisations/new/", units.open_unit, name="open_unit"),
    path("organisations/<str:code>/", units.unit, name="organisation"),
    path("organisations/<str:code>/change/", units.change_unit, name="change_unit"),
    path("organisations/<str:code>/close/", units.close_unit, name="close_unit"),
    path("organisations/<str:code>/merge/", units.merge_unit, name="merge_unit"),
    path(
        "organisations/<str:code>/withdraw/<int:pk>/", units.withdraw, name="withdraw_unit_change"
    ),
    path("reviews/", reviews.review_list, name="rights_reviews"),
    path("reviews/new/", reviews.open_review, name="open_rights_review"),
    path("reviews/<int:pk>/", reviews.review, name="rights_review"),
    path("reviews/<int:pk>/items/<int:item>/", reviews.decide, name="decide_rights_review"),
]
