"""URLs of exporting an organisation."""

from django.urls import path

from backups import views

app_name = "backups"

urlpatterns = [
    path("o/<slug:slug>/export/", views.export, name="export"),
    path("o/<slug:slug>/export/make/", views.make_export, name="make_export"),
]
