"""URLs of the library: bundled matrices, and those an organisation can use."""

from django.urls import path

from matrix.views import library

app_name = "matrix"

urlpatterns = [
    path("matrices/", library.library, name="library"),
    path("matrices.xlsx", library.library_xlsx, name="library_xlsx"),
    path("matrices/<int:edition_id>/", library.edition, name="edition"),
    path("matrices/<int:edition_id>.xlsx", library.edition_xlsx, name="edition_xlsx"),
    path("matrices/<int:edition_id>/source/", library.source, name="source"),
    path("o/<slug:slug>/matrices/", library.organisation_library, name="organisation_library"),
    path(
        "o/<slug:slug>/matrices.xlsx",
        library.organisation_library_xlsx,
        name="organisation_library_xlsx",
    ),
    path(
        "o/<slug:slug>/matrices/<int:edition_id>/",
        library.organisation_edition,
        name="organisation_edition",
    ),
    path(
        "o/<slug:slug>/matrices/<int:edition_id>.xlsx",
        library.organisation_edition_xlsx,
        name="organisation_edition_xlsx",
    ),
    path(
        "o/<slug:slug>/matrices/<int:edition_id>/source/",
        library.organisation_source,
        name="organisation_source",
    ),
]
