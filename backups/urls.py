"""URLs of exporting an organisation."""

from django.urls import path

from backups import views

app_name = "backups"

_MADE = "o/<slug:slug>/export/<uuid:export_key>/"

urlpatterns = [
    path("o/<slug:slug>/export/", views.export, name="export"),
    path("o/<slug:slug>/export/make/", views.make_export, name="make_export"),
    path(_MADE, views.made_export, name="made_export"),
    path(f"{_MADE}progress/", views.export_progress, name="export_progress"),
    path(f"{_MADE}cancel/", views.cancel_export, name="cancel_export"),
    path(f"{_MADE}download/", views.download_export, name="download_export"),
]
