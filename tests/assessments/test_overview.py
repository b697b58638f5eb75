"""What the dashboard is made of."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from accounts.models import Membership
from assessments.models import Assessment
from assessments.scoring import Counts
from assessments.selectors.overview import OVERDUE_SHOWN, Overview, overview
from assessments.services.answering import AnswerValues
from assessments.services.starting import copy_assessment
from tests.assessments.test_services_starting import TERMS
from tests.builders import (
    NOW,
    PAGE,
    make_answers,
    make_assessment,
    make_edition,
    make_labels,
    make_member,
    make_page,
    make_team,
)

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
LATE = TODAY - timedelta(days=24)
NO_SECTION = """---
title: Sans titre
updated: 2026-03-02
---

| Activité | Client | Fournisseur |
| --- | --- | --- |
| Entretenir les bâtiments | RA | |
"""


def test_sections_have_the_most_gaps_first_and_those_without_duty_last() -> None:
    member = make_member()
    page = PAGE + "\n## 3. Partir\n\n| Activité | Client | Fournisseur |\n| --- | --- | --- |\n"
    page += "| Effacer les disques | | RA |\n"
    assessment = make_assessment(member, edition=make_edition(page))
    make_answers(assessment, {"coverage": "covered"}, {}, {"coverage": "gap"}, by=member)

    shown = _overview(assessment, member)

    assert [line.name for line in shown.sections] == ["Sauvegarder", "Commander", "Partir"]
    assert [line.counts for line in shown.sections] == [
        Counts(1, gap=1),
        Counts(2, covered=1),
        Counts(),
    ]


def test_a_message_that_is_late_is_not_an_overdue_duty() -> None:
    member = make_member()
    assessment = make_assessment(member, has_messages=True)
    make_answers(assessment, {}, {}, {}, {"due_on": LATE}, by=member)

    shown = _overview(assessment, member)

    assert shown.overdue == ()


def test_the_chart_is_marked_where_it_began_and_says_when_that_was_a_copy() -> None:
    member = make_member()
    assessment = make_assessment(member)
    copy = copy_assessment(source=assessment, terms=TERMS, with_answers=True, by=member, at=NOW)
    copy.refresh_from_db()

    charts = [_overview(each, member).chart for each in (assessment, copy)]

    assert [mark.text for chart in charts if chart for mark in chart.marks] == [
        "Started",
        "Copied",
    ]


def test_the_chart_ends_at_the_sentence() -> None:
    member = make_member()
    assessment = make_assessment(member)
    make_answers(assessment, {"coverage": "covered"}, by=member)

    shown = _overview(assessment, member)

    assert shown.chart is not None
    assert shown.chart.covered_end.value == shown.counts.covered
    assert shown.chart.scope_end.value == shown.counts.applicable
    assert shown.days[-1].counts == shown.counts


def test_a_finding_about_the_whole_page_has_no_activity() -> None:
    member = make_member()
    undated = PAGE.replace("updated: 2026-03-02\n", "")
    assessment = make_assessment(member, edition=make_edition(undated))

    shown = _overview(assessment, member)

    missing = next(each for each in shown.findings if each.finding.code == "date-missing")
    assert (missing.activity, missing.letters) == (None, ())


def test_a_page_without_headings_is_one_section_that_says_so() -> None:
    member = make_member()
    assessment = make_assessment(member, edition=make_edition(NO_SECTION))
    shown = _overview(assessment, member)

    with translation.override("en"):
        lines = [(line.name, line.counts) for line in shown.sections]

    assert lines == [("Without a heading", Counts(1))]


def test_the_reader_has_titles_in_their_language() -> None:
    member, edition = make_member(), make_edition()
    make_labels(edition)
    assessment = make_assessment(member, edition=edition)

    shown = _overview(assessment, member)

    assert shown.sections[0].name == "en Commander"


def test_the_latest_is_first_and_only_so_many_are_listed() -> None:
    member = make_member()
    assessment = make_assessment(member, edition=make_edition(make_page(12)))
    team = make_team(member)
    changes = [
        AnswerValues(due_on=LATE - timedelta(days=n), owner_team_id=team.pk) for n in range(12)
    ]
    make_answers(assessment, *changes, by=member)

    shown = _overview(assessment, member)

    assert [row.days_late for row in shown.overdue] == list(range(35, 23, -1))
    assert len(shown.overdue_shown) == OVERDUE_SHOWN


def _overview(assessment: Assessment, reader: Membership, on: date = TODAY) -> Overview:
    with translation.override("en"):
        return overview(assessment, reader=reader, language="en", on=on, grid="/grid/")
