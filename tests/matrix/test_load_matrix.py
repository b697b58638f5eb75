"""The command that loads a matrix, the one that writes a bundle, and the bundle that ships."""

import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from matrix.bundles import Bundle, read_bundle, read_labels, written
from matrix.models import Edition
from matrix.readers import Choice, MatrixRefused, read_matrix
from matrix.services import load_file
from tests.builders import NOW, PAGE, make_organisation

STEM = "public-cloud-instances"
BUNDLE = settings.FIXTURE_DIR / f"{STEM}.fr.json"
WHOSE = {"provider": "Fournisseur", "service": "Coffre"}
ONE_PARTY = "| Activité | Client |\n| --- | --- |\n| Choisir | RA |\n"


def _rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        counts = {}
        for table in tables:
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    return counts


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the bundle that ships, with its page and labels beside it."""
    for path in settings.FIXTURE_DIR.glob(f"{STEM}.*"):
        shutil.copy(path, tmp_path)
    return tmp_path / BUNDLE.name


def test_reading_the_page_again_gives_the_bundle_that_ships() -> None:
    page = BUNDLE.with_suffix(".md").read_bytes()

    reading = read_matrix(page, Choice(f"{STEM}.fr.md"))

    bundle = read_bundle(BUNDLE.read_bytes())
    assert reading == bundle.reading
    assert written(Bundle(bundle.provenance, reading)) == BUNDLE.read_text()


def test_the_bundle_names_its_source_and_licence() -> None:
    provenance = read_bundle(BUNDLE.read_bytes()).provenance

    assert provenance.provider == "OVHcloud"
    assert provenance.service == "Public Cloud Instances"
    assert provenance.licence == "CC BY-NC-SA 4.0"
    assert provenance.licence_url.startswith("https://creativecommons.org/")
    assert "OVHcloud" in provenance.attribution


def test_each_activity_is_one_line_of_the_bundle() -> None:
    lines = BUNDLE.read_text().splitlines()

    rows = [json.loads(line.strip().rstrip(",")) for line in lines if '"cells"' in line]

    assert len(rows) == 57


@pytest.mark.django_db
def test_the_bundle_that_ships_is_loaded_with_its_labels(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("load_matrix", str(BUNDLE))

    edition = Edition.objects.get()
    client = edition.parties.get(is_client=True)
    assert "labels: en" in capsys.readouterr().out
    assert edition.activities.count() == 57
    assert edition.activities.duties_of(client).count() == 36
    assert edition.sections.count() == 24
    labels = edition.label_sets.get(language="en")
    assert labels.activities.count() == 57
    assert labels.sections.count() == 24
    assert bytes(edition.source) == BUNDLE.with_suffix(".md").read_bytes()


@pytest.mark.django_db
def test_loading_a_second_time_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_matrix", str(BUNDLE))
    rows = _rows()

    call_command("load_matrix", str(BUNDLE))

    assert _rows() == rows
    assert "Already there" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_page_is_loaded_for_one_organisation(tmp_path: Path) -> None:
    organisation = make_organisation()
    page = tmp_path / "coffre.fr.md"
    page.write_text(PAGE)

    call_command("load_matrix", str(page), organisation=organisation.slug, **WHOSE)

    edition = Edition.objects.get()
    assert edition.matrix.organisation == organisation
    assert edition.source_name == "coffre.fr.md"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", "not-text", id="binary"),
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"a" * 50_000_000, "too-large", id="fifty-megabytes"),
        pytest.param(b"# A page\n\nWithout any table.\n", "no-table", id="no-table"),
        pytest.param(ONE_PARTY.encode(), "one-party", id="one-party"),
        pytest.param(PAGE.encode("latin-1", "replace"), "not-text", id="not-utf-8"),
    ],
)
def test_an_unreadable_page_is_refused_with_its_place_and_nothing_is_written(
    content: bytes, code: str, tmp_path: Path
) -> None:
    page = tmp_path / "page.fr.md"
    page.write_bytes(content)
    rows = _rows()

    with pytest.raises(CommandError) as raised:
        call_command("load_matrix", str(page), **WHOSE)

    refused = raised.value.__cause__
    assert isinstance(refused, MatrixRefused)
    assert refused.code == code
    assert f"({code})" in str(raised.value)
    assert refused.where in str(raised.value)
    assert refused.message in str(raised.value)
    assert _rows() == rows


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        pytest.param('"format"', '"other"', "unsupported-format", id="another-format"),
        pytest.param("{", "[", "damaged", id="not-json"),
        pytest.param('"RA"', '"R"', "damaged", id="other-letters"),
        pytest.param('"line": 26', '"row": 26', "damaged", id="a-name-that-is-missing"),
        pytest.param('"provider": "OVHcloud"', '"provider": 5', "damaged", id="a-number"),
        pytest.param('"where": "body"', '"where": "foot"', "damaged", id="another-reading"),
    ],
)
def test_a_bundle_that_does_not_say_what_its_page_says_is_refused(
    old: str, new: str, code: str, copy: Path
) -> None:
    copy.write_text(copy.read_text().replace(old, new, 1))
    rows = _rows()

    with pytest.raises(CommandError, match=code):
        call_command("load_matrix", str(copy))

    assert _rows() == rows


@pytest.mark.asvs("1.5.2")
def test_a_bundle_is_an_object() -> None:
    with pytest.raises(MatrixRefused) as raised:
        read_bundle(b"[1]")

    assert raised.value.code == "unsupported-format"


@pytest.mark.asvs("1.5.2")
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"{}", id="nothing"),
        pytest.param(b"\xff\xfe", id="not-utf-8"),
        pytest.param(b'{"legend": 1}', id="another-kind"),
        pytest.param(b'{"language": "a\\u0000"}', id="null-character"),
        pytest.param(b'{"language": "a\\ud800"}', id="surrogate"),
    ],
)
def test_damaged_labels_are_refused(content: bytes) -> None:
    with pytest.raises(MatrixRefused) as raised:
        read_labels(content)

    assert raised.value.code == "damaged"


@pytest.mark.django_db
def test_labels_of_another_page_load_nothing(copy: Path) -> None:
    labels = copy.parent / f"{STEM}.labels.en.json"
    labels.write_text(labels.read_text().replace("9f2e57", "000000"))
    rows = _rows()

    with pytest.raises(CommandError, match="labels do not fit"):
        call_command("load_matrix", str(copy))

    assert _rows() == rows


@pytest.mark.django_db
def test_labels_can_be_named(copy: Path, tmp_path: Path) -> None:
    labels = (copy.parent / f"{STEM}.labels.en.json").rename(tmp_path / "ours.json")

    call_command("load_matrix", str(copy), labels=[labels])

    assert Edition.objects.get().label_sets.get().language == "en"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "reason"),
    [
        pytest.param({}, "--provider", id="whose"),
        pytest.param({**WHOSE, "organisation": "nobody"}, "no organisation", id="organisation"),
        pytest.param(WHOSE, "cannot be read", id="no-such-file"),
    ],
)
def test_what_is_missing_is_said(options: dict[str, str], reason: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("load_matrix", str(tmp_path / "nothing.md"), **options)


def test_a_page_without_provenance_is_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="whose"):
        load_file(path=tmp_path / "page.md", at=NOW)


def test_a_bundle_is_written_beside_its_page(tmp_path: Path) -> None:
    page = tmp_path / "coffre.fr.md"
    page.write_text(PAGE)

    call_command("write_bundle", str(page), source_name="Page", **WHOSE)
    call_command("write_bundle", str(page), licence="CC0")

    bundle = read_bundle((tmp_path / "coffre.fr.json").read_bytes())
    assert bundle.provenance.provider == "Fournisseur"
    assert bundle.provenance.licence == "CC0"
    assert bundle.reading == read_matrix(PAGE.encode(), Choice(page.name))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(PAGE, "Give --provider", id="whose"),
        pytest.param("", "refused", id="unreadable"),
        pytest.param(None, "cannot be read", id="no-such-file"),
    ],
)
def test_a_bundle_that_cannot_be_written_is_not(
    content: str | None, reason: str, tmp_path: Path
) -> None:
    page = tmp_path / "page.fr.md"
    if content is not None:
        page.write_text(content)

    with pytest.raises(CommandError, match=reason):
        call_command("write_bundle", str(page))

    assert not page.with_suffix(".json").exists()
