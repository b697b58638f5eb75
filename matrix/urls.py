"""URLs of the library: bundled matrices, and those an organisation can use."""

from django.urls import path

from matrix.views import comparing, findings, labelling, library
from matrix.views.importing import bringing, changing, looking, writing

app_name = "matrix"

_IMPORT = "o/<slug:slug>/matrices/import/"
_IMPORTED = "o/<slug:slug>/matrices/imports/<uuid:import_key>/"

_ONE = "matrices/<int:edition_id>/"
_OWN = "o/<slug:slug>/matrices/<int:edition_id>/"

urlpatterns = [
    path("matrices/", library.library, name="library"),
    path("matrices.xlsx", library.library_xlsx, name="library_xlsx"),
    path("matrices/compare/", comparing.compare, name="compare"),
    path("matrices/compare.xlsx", comparing.compare_xlsx, name="compare_xlsx"),
    path("matrices/<int:edition_id>/", library.edition, name="edition"),
    path("matrices/<int:edition_id>.xlsx", library.edition_xlsx, name="edition_xlsx"),
    path("matrices/<int:edition_id>/source/", library.source, name="source"),
    path(f"{_ONE}findings/", findings.findings, name="findings"),
    path(f"{_ONE}findings.xlsx", findings.findings_xlsx, name="findings_xlsx"),
    path(f"{_ONE}questions/", findings.questions, name="questions"),
    path(f"{_ONE}questions.xlsx", findings.questions_xlsx, name="questions_xlsx"),
    path("o/<slug:slug>/matrices/", library.organisation_library, name="organisation_library"),
    path(
        "o/<slug:slug>/matrices.xlsx",
        library.organisation_library_xlsx,
        name="organisation_library_xlsx",
    ),
    path(
        "o/<slug:slug>/matrices/compare/",
        comparing.organisation_compare,
        name="organisation_compare",
    ),
    path(
        "o/<slug:slug>/matrices/compare.xlsx",
        comparing.organisation_compare_xlsx,
        name="organisation_compare_xlsx",
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
    path(f"{_OWN}translation/", labelling.translation, name="translation"),
    path(f"{_OWN}translation/attach/", labelling.attach, name="attach_translation"),
    path(f"{_OWN}findings/", findings.organisation_findings, name="organisation_findings"),
    path(
        f"{_OWN}findings.xlsx",
        findings.organisation_findings_xlsx,
        name="organisation_findings_xlsx",
    ),
    path(f"{_OWN}questions/", findings.organisation_questions, name="organisation_questions"),
    path(
        f"{_OWN}questions.xlsx",
        findings.organisation_questions_xlsx,
        name="organisation_questions_xlsx",
    ),
    path(f"{_OWN}amend/", bringing.amend, name="edition_amend"),
    path(_IMPORT, bringing.new, name="import_new"),
    path(f"{_IMPORT}read/", bringing.read, name="import_read"),
    path(f"{_IMPORT}write/", bringing.write, name="import_write"),
    path(_IMPORTED, looking.preview, name="import_preview"),
    path(f"{_IMPORTED}progress/", looking.progress, name="import_progress"),
    path(f"{_IMPORTED}choose/", changing.choose_layout, name="import_choose"),
    path(f"{_IMPORTED}correct/", changing.correct_rows, name="import_correct"),
    path(f"{_IMPORTED}describe/", changing.keep_description, name="import_describe"),
    path(f"{_IMPORTED}publish/", changing.publish, name="import_publish"),
    path(f"{_IMPORTED}discard/", changing.discard, name="import_discard"),
    path(f"{_IMPORTED}cancel/", changing.cancel, name="import_cancel"),
    path(f"{_IMPORTED}rows/", writing.rows, name="import_rows"),
    path(f"{_IMPORTED}rows/save/", writing.save_rows, name="import_save_rows"),
]
