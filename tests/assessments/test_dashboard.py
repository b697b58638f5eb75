"""The dashboard of an assessment."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.selectors.overview import Overview, overview
from assessments.services.answering import AnswerValues
from tests.builders import (
    NOW,
    PAGE,
    make_answers,
    make_assessment,
    make_edition,
    make_former_member,
    make_member,
    make_reader,
)

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
SPACE = "\N{NO-BREAK SPACE}"
TODAY = NOW.date()
LATE = TODAY - timedelta(days=24)
ONLY_PROVIDER = """---
title: Rien pour le client
updated: 2026-03-02
---

## 1. Exploiter

| Activité | Client | Fournisseur |
| --- | --- | --- |
| Entretenir les bâtiments | | RA |
"""


def test_the_sentence_has_its_denominator_and_says_the_rest_apart(client: Client) -> None:
    member = make_member()
    assessment = make_assessment(member, has_messages=True)
    make_answers(
        assessment,
        {"coverage": "covered"},
        {"coverage": "not_applicable", "reason": "None here"},
        by=member,
    )

    page = _page(client, member, assessment)

    assert f"<strong>1 of 2 duties covered (50{SPACE}%)</strong>, 1 unanswered</h1>" in page
    assert "1 not applicable, out of the count" in page
    assert "Consulted or informed, counted apart: 0 of 1 covered, 1 unanswered" in page


def test_declared_proven_and_progress_stand_apart(client: Client) -> None:
    member = make_member()
    assessment = make_assessment(member)
    make_answers(assessment, {"coverage": "covered"}, {"coverage": "gap"}, by=member)

    page = _page(client, member, assessment)

    assert f"1 of 3 (33{SPACE}%)" in page
    assert f"2 of 3 answered (66{SPACE}%)" in page
    assert f"0 of 3 (0{SPACE}%)" in page


def test_each_segment_is_a_link_with_a_name_to_the_filtered_grid(client: Client) -> None:
    member = make_member()
    assessment = make_assessment(member)
    make_answers(assessment, {"coverage": "gap"}, by=member)
    section = assessment.edition.sections.get(title="Commander")

    page = _page(client, member, assessment)

    grid = reverse("assessments:duties", args=[member.organisation.slug, assessment.pk])
    target = f"{grid}?coverage=gap&amp;section={section.pk}"
    assert re.search(rf'href="{re.escape(target)}" aria-label="1 gap, Commander"', page)
    assert f"{grid}?coverage=unanswered&amp;section={section.pk}" in page


@pytest.mark.parametrize("coverage", ["gap", "unanswered"])
def test_where_a_segment_leads_there_are_as_many_rows_as_it_said(
    client: Client, coverage: str
) -> None:
    member = make_member()
    assessment = make_assessment(member)
    make_answers(assessment, {"coverage": "gap"}, by=member)
    line = next(line for line in _overview(assessment, member).sections if line.counts.gap)

    response = _get(client, member, getattr(line.links, coverage))

    assert response.count('<tr class="duty') == line.counts.of(coverage)


def test_overdue_duties_are_named_with_owner_and_days(client: Client) -> None:
    member = make_member(Role.MANAGER)
    assessment = make_assessment(member)
    late = timezone.localdate() - timedelta(days=24)
    make_answers(
        assessment,
        {"coverage": "gap", "due_on": late, "owner_membership_id": member.pk},
        {"coverage": "partial", "due_on": late + timedelta(days=23)},
        by=member,
    )

    page = _page(client, member, assessment)

    row = Answer.objects.of_assessment(assessment).in_printed_order()[0]
    assert f"/duties/{row.key}/" in page
    assert str(member.user) in page
    assert "24 days" in page
    assert re.search(r">\s*1 day\s*<", page)
    assert "Owner to be named" in page
    assert "2 late out of 3 duties not covered" in page


def test_without_a_late_duty_it_leads_to_the_open_gaps(client: Client) -> None:
    member = make_member()
    assessment = make_assessment(member)
    make_answers(assessment, {"coverage": "gap"}, {"coverage": "gap"}, by=member)

    page = _page(client, member, assessment)

    assert "No duty is overdue." in page
    assert "See the 2 open gaps" in page


def test_the_burn_up_has_its_title_and_its_table(client: Client) -> None:
    member = make_member()
    assessment = make_assessment(member)
    make_answers(assessment, {"coverage": "covered"}, by=member, at=NOW + timedelta(days=2))

    page = _page(client, member, assessment)

    assert 'class="burnup"' in page
    assert "Duties covered over time: 1 now, for a scope of 3" in page
    assert "22 November 2026" in page
    assert "24 November 2026" in page
    assert " style=" not in page


def test_findings_of_the_matrix_are_shown_with_the_letters_printed(client: Client) -> None:
    page_of_provider = PAGE.replace(
        "| Payer la première facture | RA | |", "| Payer la première facture | RA | A |"
    )
    member = make_member()
    assessment = make_assessment(member, edition=make_edition(page_of_provider))

    page = _page(client, member, assessment)

    shown = _overview(assessment, member)
    first = shown.findings_shown[0]
    assert first.finding.code == "several-accountable"
    assert first.letters == (("Client", "RA", True), ("Fournisseur", "A", False))
    assert first.finding.name in page
    assert f"/matrices/{assessment.edition_id}/#findings" in page


def test_nothing_in_scope_is_said_and_leads_to_the_matrix(client: Client) -> None:
    member = make_member()
    assessment = make_assessment(member, edition=make_edition(ONLY_PROVIDER))

    page = _page(client, member, assessment)

    assert "<strong>Nothing in scope</strong>: no activity is yours." in page
    assert "Read the matrix" in page
    assert 'class="burnup"' not in page


def test_resuming_leads_to_what_is_unanswered(client: Client) -> None:
    member = make_member(Role.CONTRIBUTOR)
    assessment = _assessment_of(member)

    page = _page(client, member, assessment)

    assert "?coverage=unanswered" in page
    assert re.search(r'Resume <span class="count">3</span>', page)
    assert "/copy/" not in page


@pytest.mark.parametrize(
    ("role", "offered"), [(Role.VIEWER, "See the duties"), (Role.AUDITOR, "State opinions")]
)
def test_who_answers_nothing_is_not_asked_to_resume(
    client: Client, role: str, offered: str
) -> None:
    assessment = make_assessment()
    member = make_reader(role, assessment)

    page = _page(client, member, assessment)

    assert "Resume" not in page
    assert offered in page


def test_when_all_is_answered_there_is_nothing_to_resume(client: Client) -> None:
    member = make_member()
    assessment = make_assessment(member)
    make_answers(assessment, *[AnswerValues(coverage="covered")] * 3, by=member)

    page = _page(client, member, assessment)

    assert "Resume" not in page
    assert "/copy/" in page


def test_the_workbook_is_one_click_away(client: Client) -> None:
    member = make_member()
    assessment = make_assessment(member)

    page = _page(client, member, assessment)

    target = reverse("assessments:workbook", args=[member.organisation.slug, assessment.pk])
    assert f'<form method="post" action="{target}">' in page


def test_owner_member_and_stranger(client: Client) -> None:
    owner = make_member()
    assessment = make_assessment(owner)
    inside = make_reader(Role.AUDITOR, assessment)
    outside = make_member()
    left = make_former_member(organisation=owner.organisation)

    answers = []
    for member in (owner, inside, outside, left):
        client.force_login(member.user)
        answers.append(client.get(_address(owner, assessment)).status_code)

    assert answers == [200, 200, 404, 404]


def test_an_assessment_of_another_organisation_is_not_found_in_mine(client: Client) -> None:
    member, other = make_member(), make_assessment()
    client.force_login(member.user)

    response = client.get(_address(member, other))

    assert response.status_code == 404


def _assessment_of(member: Membership) -> Assessment:
    return make_assessment(make_member(Role.MANAGER, organisation=member.organisation))


def _address(member: Membership, assessment: Assessment) -> str:
    return reverse("assessments:dashboard", args=[member.organisation.slug, assessment.pk])


def _page(client: Client, member: Membership, assessment: Assessment) -> str:
    return _get(client, member, _address(member, assessment))


def _get(client: Client, member: Membership, address: str) -> str:
    client.force_login(member.user)
    response = client.get(address, headers=ENGLISH)
    assert response.status_code == 200
    return str(response.content.decode())


def _overview(assessment: Assessment, reader: Membership, on: date = TODAY) -> Overview:
    grid = reverse("assessments:duties", args=[reader.organisation.slug, assessment.pk])
    with translation.override("en"):
        return overview(assessment, reader=reader, language="en", on=on, grid=grid)
