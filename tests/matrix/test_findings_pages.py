"""What is odd about an edition, as a list, and the questions to the provider."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from accounts.rights import Role
from matrix.models import Edition
from matrix.readers import SEVERITIES
from matrix.words import QUESTION_CODES, question_sentence
from tests.builders import make_edition, make_labels, make_member, make_organisation, make_user

pytestmark = pytest.mark.django_db

PAGE = """---
title: Essai
updated: 2026-03-02
---

Version du 3 mai 2025

### 1. Exploiter

| Activité | Client | Fournisseur |
| --- | --- | --- |
| Remplacer le matériel | A | RA |
| Payer la facture | RA | |
| Ranger le local | | |
| Tenir le =registre | RA(1) | I |

### 3. Vide
"""
COMPLETE = """---
updated: 2026-03-02
---

# Essai

| Activité | Client | Autre |
| --- | --- | --- |
| Lire | RA | I |
"""
PUTS_NO_QUESTION = SEVERITIES.keys() - QUESTION_CODES


@pytest.fixture
def edition() -> Edition:
    """Return an edition with oddities of several kinds."""
    return make_edition(PAGE)


@pytest.fixture
def reader(client: Client) -> Client:
    """Return the client of somebody who signed in."""
    client.force_login(make_user())
    return client


def _rows(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_findings_are_listed_with_their_row_in_the_order_of_the_page(
    reader: Client, edition: Edition
) -> None:
    response = reader.get(f"/matrices/{edition.pk}/findings/", headers={"accept-language": "en"})

    found = [(row.found.code, row.found.line) for row in response.context["table"].data]
    assert found == [
        ("dates-disagree", 6),
        ("several-accountable", 12),
        ("accountable-only", 12),
        ("nobody", 14),
        ("cell-marked", 15),
        ("number-skipped", 17),
        ("section-empty", 17),
    ]
    assert "Remplacer le matériel" in response.text
    assert f'href="/matrices/{edition.pk}/#line-12"' in response.text


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        pytest.param(
            "severity=warning", {"dates-disagree", "several-accountable", "nobody"}, id="severity"
        ),
        pytest.param("code=nobody", {"nobody"}, id="kind"),
        pytest.param(
            "text=MATERIEL", {"several-accountable", "accountable-only"}, id="text without accents"
        ),
        pytest.param("text=matériel&code=nobody", set(), id="none of both"),
    ],
)
def test_findings_are_narrowed_by_the_query(
    reader: Client, edition: Edition, query: str, codes: set[str]
) -> None:
    response = reader.get(f"/matrices/{edition.pk}/findings/?{query}")

    assert {row.found.code for row in response.context["table"].data} == codes
    assert response.context["filter"].is_narrowing


def test_the_twin_of_the_findings_has_the_rows_of_the_page(
    reader: Client, edition: Edition
) -> None:
    page = reader.get(f"/matrices/{edition.pk}/findings/?severity=warning")
    rows = _rows(reader.get(f"/matrices/{edition.pk}/findings.xlsx?severity=warning").content)

    assert len(rows) == 1 + len(page.context["table"].data)
    assert rows[2][3:] == [12, "1 Exploiter", "Remplacer le matériel", "Client A · Fournisseur RA"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        pytest.param("en", "Nobody holds R. Who carries this activity out?", id="English"),
        pytest.param("fr", "Personne n’a de R. Qui réalise cette activité\u00a0?", id="French"),
    ],
)
def test_a_question_speaks_the_language_chosen_for_the_provider(
    reader: Client, language: str, sentence: str
) -> None:
    edition = make_edition(PAGE.replace("| A | RA |", "| A | I |"))

    response = reader.get(
        f"/matrices/{edition.pk}/questions/?language={language}",
        headers={"accept-language": "de"},
    )

    assert sentence in [question.sentence for question in response.context["questions"]]
    assert f'<html lang="{language}">' in response.text


def test_questions_are_numbered_and_quote_the_page_as_printed(
    reader: Client, edition: Edition
) -> None:
    make_labels(edition)

    rows = _rows(reader.get(f"/matrices/{edition.pk}/questions.xlsx?language=en").content)

    assert [row[0] for row in rows[1:]] == [1, 2, 3, 4, 5, 6, 7]
    assert rows[2][1:5] == [
        "1 Exploiter",
        12,
        "Remplacer le matériel",
        "Client A · Fournisseur RA",
    ]
    assert rows[2][5].startswith("A is held by several parties: Client, Fournisseur.")
    assert rows[0][6:] == ["Your answer", "Answered by", "Date"]


def test_looks_are_found_and_ask_nothing(reader: Client) -> None:
    edition = make_edition(PAGE.replace("### 3. Vide", "##### 3. Vide"))

    findings = reader.get(f"/matrices/{edition.pk}/findings/?code=heading-level")
    questions = reader.get(f"/matrices/{edition.pk}/questions/")

    assert len(findings.context["table"].data) == 1
    asked = {question.placed.found.code for question in questions.context["questions"]}
    assert "heading-level" not in asked


def test_a_page_with_nothing_odd_asks_nothing(reader: Client) -> None:
    edition = make_edition(COMPLETE)

    findings = reader.get(f"/matrices/{edition.pk}/findings/", headers={"accept-language": "en"})
    questions = reader.get(f"/matrices/{edition.pk}/questions/", headers={"accept-language": "en"})

    assert "Nothing odd was found on this page" in findings.text
    assert "There is nothing to ask" in questions.text


def test_a_member_sees_the_findings_of_their_own_matrices_and_nobody_elses(
    client: Client,
) -> None:
    member = make_member(Role.VIEWER)
    own = make_edition(PAGE, organisation=member.organisation)
    foreign = make_edition(PAGE, organisation=make_organisation())
    client.force_login(member.user)
    base = f"/o/{member.organisation.slug}/matrices"

    answers = [
        client.get(f"{base}/{edition.pk}/{page}").status_code
        for edition in (own, foreign)
        for page in ("findings/", "questions/", "questions.xlsx")
    ]

    assert answers == [200, 200, 200, 404, 404, 404]


@pytest.mark.parametrize("code", sorted(QUESTION_CODES))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_question_ends_with_one(code: str, language: str) -> None:
    with translation.override(language):
        sentence = question_sentence(code, cell="{Client}", values=("a{0}", "b"))

    assert "?" in sentence or code == "row-short"


def test_what_is_only_about_the_looks_of_a_page_asks_nothing() -> None:
    assert {
        "heading-level",
        "table-continued",
        "front-matter-odd",
        "letters-derived",
    } == PUTS_NO_QUESTION
    assert question_sentence("heading-level", cell="", values=()) == ""
