"""The grid page."""

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment
from tests.builders import (
    make_answers,
    make_assessment,
    make_edition,
    make_labels,
    make_member,
    make_reader,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_the_sentence_and_each_section_print_their_denominator(client: Client) -> None:
    member = make_member()
    assessment = make_assessment(by=member)
    make_answers(assessment, {"coverage": "covered"}, {"coverage": "gap"}, by=member)
    client.force_login(member.user)

    page = client.get(_url(assessment), headers={"accept-language": "en"})

    text = page.content.decode()
    words = [section.words for section in page.context["grid"].sections]
    assert (page.context["lead"], page.context["rest"]) == (
        "1 of 3 duties covered (33\N{NO-BREAK SPACE}%)",
        ", 1 gap, 1 unanswered",
    )
    assert words == ["1 of 2 covered, 1 gap", "0 of 1 covered, 1 unanswered"]
    assert all(each in text for each in words)


def test_the_chips_count_everything_whatever_the_filter(client: Client) -> None:
    member = make_member()
    assessment = make_assessment(by=member, has_messages=True)
    make_answers(
        assessment,
        {"coverage": "gap", "owner_membership_id": member.pk},
        {"coverage": "covered"},
        by=member,
    )
    client.force_login(member.user)

    page = client.get(_url(assessment), {"coverage": "gap"})

    counts = {chip.name: chip.count for chip in page.context["chips"]}
    current = [chip.name for chip in page.context["chips"] if chip.is_current]
    assert counts == {"all": 3, "gap": 1, "unanswered": 1, "late": 0, "mine": 1, "messages": 1}
    assert current == ["gap"]
    assert page.context["grid"].shown == 1
    assert page.context["grid"].counts.duties == 3


def test_a_filter_that_is_not_a_chip_is_shown_as_one_with_its_words(client: Client) -> None:
    member = make_member()
    assessment = make_assessment(by=member)
    section = assessment.edition.sections.get(number="2.1")
    client.force_login(member.user)

    page = client.get(f"{_url(assessment)}?section={section.pk}&coverage=gap")

    chip = page.context["chips"][-1]
    assert (chip.is_current, chip.count) == (True, 0)
    assert "2.1" in chip.label


def test_the_readers_language_comes_first_and_the_printed_text_beneath(client: Client) -> None:
    edition = make_edition()
    make_labels(edition)
    member = make_member(user=make_user(language="en"))
    assessment = make_assessment(by=member, edition=edition)
    client.cookies["remit_language"] = "en"

    text = _grid(client, assessment, member)

    assert 'lang="en">en Choisir la région' in text
    assert 'lang="fr">Choisir la région' in text


def test_an_empty_filter_says_so_and_leads_to_all_duties(client: Client) -> None:
    member = make_member()
    assessment = make_assessment(by=member)
    client.force_login(member.user)

    text = client.get(_url(assessment), {"coverage": "gap"}).content.decode()

    assert 'class="empty"' in text
    assert f'href="{_url(assessment)}"' in text


def test_an_empty_scope_says_that_nothing_is_asked(client: Client) -> None:
    page = "\n".join(
        [
            "## 1. Seule partie",
            "",
            "| Activité | Client | Fournisseur |",
            "| --- | --- | --- |",
            "| Tout faire | I | RA |",
        ]
    )
    member = make_member()
    assessment = make_assessment(by=member, edition=make_edition(page))

    text = _grid(client, assessment, member)

    assert 'class="empty"' in text
    assert "<table" not in text


@pytest.mark.parametrize(
    "role", [pytest.param(Role.VIEWER, id="viewer"), pytest.param(Role.AUDITOR, id="auditor")]
)
def test_who_only_reads_sees_the_radios_disabled_and_why(client: Client, role: Role) -> None:
    assessment = make_assessment()
    member = make_reader(role, assessment)

    text = _grid(client, assessment, member)

    assert text.count('<fieldset class="segments" disabled>') == 3
    assert "grid-notice" in text
    assert "<form id=" not in text


def test_a_row_of_somebody_else_is_disabled_for_a_contributor_and_names_the_owner(
    client: Client,
) -> None:
    assessment = make_assessment()
    owner = make_member(organisation=assessment.organisation)
    make_answers(assessment, {"owner_membership_id": owner.pk}, by=owner)
    member = make_member(Role.CONTRIBUTOR, organisation=assessment.organisation)

    text = _grid(client, assessment, member)

    assert text.count('<fieldset class="segments" disabled>') == 1
    assert "is-locked" in text


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("section=999999", id="no such section"),
        pytest.param("owner=nobody", id="no such owner"),
        pytest.param("coverage=perhaps", id="no such coverage"),
        pytest.param("q=%00", id="NUL"),
        pytest.param("q=" + "x" * 300, id="too long"),
    ],
)
def test_a_filter_that_is_not_known_is_left_out_and_said(client: Client, query: str) -> None:
    member = make_member()
    assessment = make_assessment(by=member)
    client.force_login(member.user)

    page = client.get(f"{_url(assessment)}?{query}")

    assert page.status_code == 200
    assert page.context["grid"].shown == 3
    assert "grid-notice" in page.content.decode()


def test_a_stranger_finds_nothing_and_posting_is_the_wrong_verb(client: Client) -> None:
    assessment = make_assessment()
    client.force_login(make_member().user)
    hidden = client.get(_url(assessment)).status_code
    client.force_login(make_member(organisation=assessment.organisation).user)

    assert hidden == 404
    assert client.post(_url(assessment)).status_code == 405


def test_an_assessment_of_another_organisation_is_not_there(client: Client) -> None:
    foreign = make_assessment()
    member = make_member()
    client.force_login(member.user)

    page = client.get(f"/o/{member.organisation.slug}/assessments/{foreign.pk}/duties/")

    assert page.status_code == 404


def _grid(client: Client, assessment: Assessment, member: Membership) -> str:
    client.force_login(member.user)
    page = client.get(_url(assessment))
    assert page.status_code == 200
    return page.content.decode()


def _url(assessment: Assessment) -> str:
    return f"/o/{assessment.organisation.slug}/assessments/{assessment.pk}/duties/"
