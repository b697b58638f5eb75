"""The rows of an edition narrowed, on the page and in its workbook."""

from io import BytesIO

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from matrix.models import Edition
from matrix.tables import ROWS_PER_PAGE
from tests.builders import PAGE, make_edition, make_labels, make_page, make_user

pytestmark = pytest.mark.django_db


def _bundled_url(name: str, *args: object) -> str:
    return reverse(f"matrix:{name}", args=args)


def _sheet(content: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.fixture(scope="module")
def edition_id(module_database: None) -> int:
    """Share an edition with labels."""
    edition = make_edition()
    make_labels(edition)
    return edition.pk


@pytest.fixture
def edition(edition_id: int, client: Client) -> Edition:
    """Return the edition; the client is of somebody who reads English."""
    client.force_login(make_user())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return Edition.objects.get(pk=edition_id)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        pytest.param({}, [1, 2, 3, 4, 5], id="none"),
        pytest.param({"text": "REGION"}, [1], id="text-without-accents"),
        pytest.param({"text": "en payer"}, [2], id="text-of-the-label"),
        pytest.param({"duties": "on"}, [1, 2, 3], id="duties"),
        pytest.param({"party1": "A"}, [1, 2, 3], id="client-A"),
        pytest.param({"party1": "none"}, [5], id="client-nothing"),
        pytest.param({"party2": "R"}, [3, 4, 5], id="provider-R"),
        pytest.param({"party2": "none", "duties": "on"}, [2], id="both"),
        pytest.param({"section": "2"}, [3, 4, 5], id="chapter"),
        pytest.param({"section": "2.1"}, [3, 4, 5], id="section"),
        pytest.param({"section": "1.1", "party2": "I"}, [1], id="section-and-letters"),
        pytest.param({"text": "zzz"}, [], id="nothing"),
        pytest.param({"party1": "S", "text": "a\x00"}, [1, 2, 3, 4, 5], id="not-a-choice"),
    ],
)
def test_filters_narrow_the_page_and_its_twin_alike(
    client: Client, edition: Edition, query: dict[str, str], kept: list[int]
) -> None:
    if "section" in query:
        query = {**query, "section": str(edition.sections.get(number=query["section"]).pk)}

    page = client.get(_bundled_url("edition", edition.pk), query)
    twin = client.get(_bundled_url("edition_xlsx", edition.pk), query)

    wanted = list(edition.activities.filter(position__in=kept).order_by("position"))
    assert [row.activity.activity_id for row in page.context["table"].data] == [
        activity.pk for activity in wanted
    ]
    assert [row[3] for row in _sheet(twin.content)[1:]] == [each.text for each in wanted]


def test_a_filter_offers_only_what_the_page_contains(client: Client, edition: Edition) -> None:
    page = client.get(_bundled_url("edition", edition.pk))

    fields = page.context["filter"].form.fields
    assert [value for value, _ in fields["party1"].choices] == ["", "R", "A", "I", "none"]
    assert [label.strip() for _, label in fields["section"].choices][1:] == [
        "1 en Démarrer",
        "1.1 en Commander",
        "2 en Exploiter",
        "2.1 en Sauvegarder",
    ]


def test_filters_without_a_result_lead_back_to_all_rows(client: Client, edition: Edition) -> None:
    url = _bundled_url("edition", edition.pk)

    text = client.get(url, {"text": "zzz"}).content.decode()

    assert f'href="{url}"' in text
    assert "Clear filters" in text


def test_a_row_of_the_twin_has_both_languages_letters_findings_and_line(
    client: Client, edition: Edition
) -> None:
    twin = client.get(_bundled_url("edition_xlsx", edition.pk))

    headings, *rows = _sheet(twin.content)
    line = edition.activities.get(position=3).line
    assert headings == [
        "No.", "Section", "Activity", "Activity as printed", "Client", "Fournisseur",
        "Findings", "Note", "Line",
    ]  # fmt: skip
    assert rows[2][:6] == [
        "2.1", "en Sauvegarder", "en Vérifier l’intégrité des copies",
        "Vérifier l’intégrité des copies", "A", "R",
    ]  # fmt: skip
    assert str(rows[2][6]).startswith("Yours to check, not to do.")
    assert rows[2][8] == line


def test_the_twin_of_an_edition_carries_source_and_licence(
    client: Client, edition: Edition
) -> None:
    twin = client.get(_bundled_url("edition_xlsx", edition.pk))

    about = openpyxl.load_workbook(BytesIO(twin.content)).worksheets[1]
    values = {row[0].value: row[1].value for row in about.iter_rows()}
    assert values["Licence"] == "CC BY 4.0"
    assert values["Source"] == "Essai - Qui fait quoi"
    assert values["Attribution"] == "© Fournisseur d’essai"


def test_the_page_as_published_is_handed_out_inert(client: Client, edition: Edition) -> None:
    answer = client.get(_bundled_url("source", edition.pk))

    assert answer.content == PAGE.encode()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.thorough
def test_a_long_page_is_cut_in_pages_and_its_twin_is_not(client: Client) -> None:
    edition = make_edition(make_page(ROWS_PER_PAGE + 1))
    client.force_login(make_user())

    page = client.get(_bundled_url("edition", edition.pk), {"page": "2"}).content.decode()
    twin = client.get(_bundled_url("edition_xlsx", edition.pk))

    assert page.count('class="matrix-text"') == 1
    assert len(_sheet(twin.content)) == 1 + ROWS_PER_PAGE + 1
