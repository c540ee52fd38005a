"""Addresses of the customer's requests; names live in the namespace ``portal``."""

from django.urls import path

from . import acts, filing, views

urlpatterns = [
    path("", views.cases, name="cases"),
    path("new/", filing.kinds, name="case_kinds"),
    path("new/<str:kind>/", filing.new, name="case_new"),
    path("filed/", filing.filed, name="case_filed"),
    path("<str:number>/", views.case, name="case"),
    path("<str:number>/photos/<int:paper>/", views.photo, name="case_photo"),
    path("<str:number>/say/", acts.say, name="case_say"),
    path("<str:number>/withdraw/", acts.withdraw, name="case_withdraw"),
    path("<str:number>/satisfied/", acts.satisfied, name="case_satisfied"),
    path("<str:number>/object/", acts.object_to_answer, name="case_object"),
    path("<str:number>/rate/", acts.rate, name="case_rate"),
    path("<str:number>/reopen/", acts.reopen, name="case_reopen"),
]
