"""Duties covered by assessment and chapter."""

import pytest
from django.utils import translation

from accounts.models import Membership
from assessments.models import Assessment
from assessments.scoring import Counts
from assessments.selectors.heatmap import Cell, Heatmap, heatmaps
from matrix.models import Matrix, Provider
from tests.builders import (
    make_answers,
    make_assessment,
    make_edition,
    make_labels,
    make_member,
    make_page,
)

HEAD = "| Activité | Client | Fournisseur |\n| --- | --- | --- |\n"
ROW = "| Tenir le registre | RA | I |\n"


def chapters(*titles: str) -> str:
    """Return a page with a chapter of one duty for each title."""
    return "".join(f"\n## {title}\n\n{HEAD}{ROW}" for title in titles)


def found(language: str = "fr") -> tuple[Heatmap, ...]:
    """Return the heatmaps of every assessment, in the order they were started."""
    return heatmaps(list(Assessment.objects.with_matrix().order_by("pk")), language=language)


@pytest.fixture
def member() -> Membership:
    """Return who starts assessments."""
    return make_member()


@pytest.mark.parametrize(
    ("counts", "tone", "text"),
    [
        pytest.param(Counts(4, covered=4), "all", "4 of 4", id="all"),
        pytest.param(Counts(4, covered=3), "most", "3 of 4", id="three quarters"),
        pytest.param(Counts(4, covered=2), "half", "2 of 4", id="half"),
        pytest.param(Counts(4, covered=1), "few", "1 of 4", id="less"),
        pytest.param(Counts(400, covered=299), "half", "299 of 400", id="nearly three quarters"),
        pytest.param(Counts(3, covered=2, not_applicable=1), "all", "2 of 2", id="what applies"),
        pytest.param(Counts(2, not_applicable=2), "none", "not applicable", id="nothing applies"),
        pytest.param(Counts(), "none", "no duty", id="no duty"),
    ],
)
def test_a_cell_says_how_much_is_covered_and_of_how_many(
    counts: Counts, tone: str, text: str
) -> None:
    cell = Cell(1, counts)

    with translation.override("en"):
        assert (cell.tone, cell.text) == (tone, text)


@pytest.mark.django_db
def test_what_stands_beneath_a_chapter_is_counted_in_it(member: Membership) -> None:
    page = f"## 1. Un\n\n### 1.1. Sous\n\n{HEAD}{ROW}\n#### 1.1.1. Plus bas\n\n{HEAD}{ROW}"
    assessment = make_assessment(member, edition=make_edition(page + chapters("2. Deux")))
    make_answers(assessment, {"coverage": "covered"}, {"coverage": "gap"}, by=member)

    (heatmap,) = found()

    assert [(column.number, column.title) for column in heatmap.columns] == [
        ("1", "Un"),
        ("2", "Deux"),
    ]
    cells = [
        cell and (cell.counts.covered, cell.counts.applicable) for cell in heatmap.rows[0].cells
    ]
    assert cells == [(1, 2), (0, 1)]


@pytest.mark.django_db
def test_pages_that_share_half_of_their_chapters_stand_together(member: Membership) -> None:
    for titles in (["1. Un", "2. Deux"], ["1. Premier", "3. Trois"], ["Autre", "Encore"]):
        make_assessment(member, edition=make_edition(chapters(*titles)))

    first, second = found()

    assert [(column.number, column.title) for column in first.columns] == [
        ("1", "Un"),
        ("2", "Deux"),
        ("3", "Trois"),
    ]
    assert [cell and cell.title for cell in first.rows[1].cells] == ["Premier", None, "Trois"]
    assert [column.title for column in second.columns] == ["Autre", "Encore"]


@pytest.mark.django_db
def test_pages_of_two_providers_stand_apart(member: Membership) -> None:
    for _ in range(2):
        make_assessment(member, edition=make_edition(chapters("1. Un")))
    other = Provider.objects.create(name="Hébergeur", slug="hebergeur")
    Matrix.objects.filter(pk=Matrix.objects.order_by("-pk")[0].pk).update(provider=other)

    assert [len(heatmap.rows) for heatmap in found()] == [1, 1]


@pytest.mark.django_db
def test_a_chapter_that_is_printed_twice_has_two_columns(member: Membership) -> None:
    make_assessment(member, edition=make_edition(chapters("2. Deux", "2. Deux")))

    (heatmap,) = found()

    assert [cell and cell.counts.duties for cell in heatmap.rows[0].cells] == [1, 1]


@pytest.mark.django_db
def test_rows_before_the_first_heading_have_a_column_of_their_own(member: Membership) -> None:
    make_assessment(member, edition=make_edition(f"{HEAD}{ROW}{chapters('1. Un')}"))

    (heatmap,) = found()

    assert [(column.number, column.title) for column in heatmap.columns] == [("", ""), ("1", "Un")]
    assert [cell and cell.counts.duties for cell in heatmap.rows[0].cells] == [1, 1]


@pytest.mark.django_db
def test_chapters_are_named_in_the_language_of_the_reader(member: Membership) -> None:
    edition = make_edition(make_page(3))
    make_labels(edition)
    make_assessment(member, edition=edition)

    columns = {language: found(language)[0].columns[0] for language in ("fr", "en")}

    assert (columns["fr"].title, columns["fr"].language) == ("Partie 1", "fr")
    assert (columns["en"].title, columns["en"].language) == ("en Partie 1", "en")


@pytest.mark.django_db
def test_an_assessment_in_which_nothing_is_asked_has_its_row(member: Membership) -> None:
    page = f"## 1. Un\n\n{HEAD}| Tenir le registre | I | RA |\n"
    make_assessment(member, edition=make_edition(page))

    (heatmap,) = found()

    assert [cell and cell.tone for cell in heatmap.rows[0].cells] == ["none"]
