"""URLs of the library: bundled matrices, and those an organisation can use."""

from django.urls import path

from matrix import views

app_name = "matrix"

urlpatterns = [
    path("matrices/", views.library, name="library"),
    path("matrices.xlsx", views.library_xlsx, name="library_xlsx"),
    path("matrices/<int:edition_id>/", views.edition, name="edition"),
    path("matrices/<int:edition_id>.xlsx", views.edition_xlsx, name="edition_xlsx"),
    path("matrices/<int:edition_id>/source/", views.source, name="source"),
    path("o/<slug:slug>/matrices/", views.organisation_library, name="organisation_library"),
    path(
        "o/<slug:slug>/matrices.xlsx",
        views.organisation_library_xlsx,
        name="organisation_library_xlsx",
    ),
    path(
        "o/<slug:slug>/matrices/<int:edition_id>/",
        views.organisation_edition,
        name="organisation_edition",
    ),
    path(
        "o/<slug:slug>/matrices/<int:edition_id>.xlsx",
        views.organisation_edition_xlsx,
        name="organisation_edition_xlsx",
    ),
    path(
        "o/<slug:slug>/matrices/<int:edition_id>/source/",
        views.organisation_source,
        name="organisation_source",
    ),
]
