"""What a share link finds and shows, asked of the selectors themselves."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Membership
from assessments.models import Answer, Assessment, LinkView, ShareLink
from assessments.selectors.links.finding import link_of, token_hash
from assessments.selectors.links.listing import views_of
from assessments.selectors.links.reading import (
    findings_shown,
    sections_of,
    shared_contents,
    shared_evidence,
)
from assessments.selectors.opinions.reading import NO_OPINIONS
from assessments.selectors.workbook import Making, Selection
from evidence.services import withdraw_evidence
from matrix.selectors import printed_edition
from tests.assessments.proofs.proving import attach, rows_of
from tests.builders import NOW, make_evidence, make_member, make_sign_off
from tests.builders.links import make_share_link

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("8.4.1")]


def _link(assessment: Assessment, by: Membership, **about: Any) -> ShareLink:
    return make_share_link(assessment, by=by, **about).link


def _selected(assessment: Assessment, *places: int) -> Selection:
    rows = rows_of(assessment)
    kept = Answer.objects.filter(pk__in=[rows[place].pk for place in places])
    return Selection(kept, "coverage=gap", "some rows")


def test_a_token_opens_its_link_with_the_assessment_until_it_runs_out(
    manager: Membership, assessment: Assessment
) -> None:
    made = make_share_link(assessment, by=manager)
    other = make_share_link(assessment, by=manager)

    found = link_of(made.token, at=NOW)

    assert found == made.link
    assert found is not None
    assert found.assessment == assessment
    assert link_of(other.token, at=NOW) == other.link
    assert link_of(made.token, at=made.link.expires_at) is None
    assert link_of(made.token + "x", at=NOW) is None
    assert link_of("\ud800", at=NOW) is None


def test_a_revoked_link_opens_nothing(manager: Membership, assessment: Assessment) -> None:
    made = make_share_link(assessment, by=manager)
    ShareLink.objects.update(revoked_at=NOW, revoked_by=manager)

    assert link_of(made.token, at=NOW) is None


@pytest.mark.asvs("11.4.2")
def test_what_is_kept_of_a_token_is_keyed_by_the_installation(settings: Any) -> None:
    before = token_hash("token")
    settings.SECRET_KEY = "another"

    assert len(before) == 64
    assert int(before, 16)
    assert token_hash("token") != before


def test_links_that_were_sent_before_still_open(settings: Any) -> None:
    # HMAC-SHA256 of the token under SHA-256("assessments.share-link" + SECRET_KEY).
    settings.SECRET_KEY = "installation"

    assert token_hash("token") == (
        "eb5418e609b41776a26664516a694c51bf964e7b5808668586c9beb99167f679"
    )


def test_what_is_opened_is_read_at_once(
    manager: Membership, assessment: Assessment, django_assert_num_queries: Any
) -> None:
    made = make_share_link(assessment, by=manager)

    with django_assert_num_queries(2):
        found = link_of(made.token, at=NOW)
        assert found is not None
        assert found.assessment.organisation.name
        assert found.assessment.edition.matrix.provider.name
    with django_assert_num_queries(1):
        link_of("nothing", at=NOW)


def test_evidence_of_a_link_stands_is_for_auditors_and_proves_one_of_its_rows(
    manager: Membership, assessment: Assessment
) -> None:
    first, second, third, *_others = rows_of(assessment)
    shown = make_evidence(by=manager)
    hidden = make_evidence(by=manager, is_visible_to_auditor=False)
    withdrawn, elsewhere, switched_off, _loose = (make_evidence(by=manager) for _ in range(4))
    for proof in (shown, hidden, withdrawn):
        attach(proof, first, by=manager)
    attach(elsewhere, second, by=manager)
    attach(switched_off, third, by=manager)
    withdraw_evidence(evidence=withdrawn, reason="wrong", revision=1, by=manager, at=NOW)
    Answer.objects.filter(pk=third.pk).update(is_switched_off=True)
    rows = Answer.objects.filter(pk__in=[first.pk, third.pk]).in_printed_order()

    assert list(shared_evidence(_link(assessment, manager), rows)) == [shown]
    assert not shared_evidence(_link(assessment, manager, has_evidence=False), rows)


def test_who_collected_the_evidence_of_a_link_is_read_along(
    manager: Membership, assessment: Assessment, django_assert_num_queries: Any
) -> None:
    [first, *_others] = rows_of(assessment)
    attach(make_evidence(by=manager), first, by=manager)
    rows = Answer.objects.of_assessment(assessment)

    with django_assert_num_queries(1):
        [found] = shared_evidence(ShareLink(has_evidence=True), rows)
        assert found.collected_by is None or found.collected_by.user.email


def test_titles_of_what_was_seen_are_those_of_the_organisation(
    manager: Membership, assessment: Assessment
) -> None:
    link = _link(assessment, manager)
    ours = make_evidence(by=manager, title="Ours")
    theirs = make_evidence(by=make_member(), title="Theirs")
    about = {"organisation": manager.organisation, "link": link, "hour": NOW, "at": NOW}
    for thing in (str(ours.key), str(theirs.key), ""):
        LinkView.objects.create(what="evidence", outcome="shown", thing=thing, **about)

    seen = views_of(link)

    assert sorted(line.thing for line in seen) == ["", "", "Ours"]


def _contents(link: ShareLink, selection: Selection | None = None) -> Any:
    link = link_with_assessment(link)
    printed = printed_edition(link.assessment.edition, language="en")
    return shared_contents(link, printed, Making(uuid4(), "en", None, NOW), selection)


def link_with_assessment(link: ShareLink) -> ShareLink:
    """Return a link as the door finds it."""
    link.assessment = Assessment.objects.with_matrix().get(pk=link.assessment_id)
    return link


def test_a_link_to_all_rows_shows_all_and_no_opinion(
    manager: Membership, assessment: Assessment
) -> None:
    contents = _contents(_link(assessment, manager, label="Cabinet Lenoir"))

    assert "Cabinet Lenoir" in contents.made_by
    assert contents.opinions == NO_OPINIONS
    assert len(contents.rows) == len(rows_of(assessment))


def test_a_selection_keeps_rows_proofs_and_the_host_s_part_to_itself(
    manager: Membership, assessment: Assessment
) -> None:
    first, second, *_others = rows_of(assessment)
    both, other = (make_evidence(by=manager) for _ in range(2))
    attach(both, first, by=manager)
    attach(both, second, by=manager)
    attach(other, second, by=manager)

    contents = _contents(_link(assessment, manager), _selected(assessment, 0))

    [row] = contents.rows
    assert row.key == first.key
    assert [proof.keys for proof in contents.filed.proofs] == [(first.key,)]
    assert set(contents.filed.by_row) == {first.key}
    assert not contents.filed.is_left_out
    assert len(contents.provider_rows) <= 1
    [section] = sections_of(contents)
    assert [(each.key, len(proofs)) for each, proofs in section.rows] == [(first.key, 1)]


def test_a_link_without_evidence_shows_none_and_says_so(
    manager: Membership, assessment: Assessment
) -> None:
    attach(make_evidence(by=manager), rows_of(assessment)[0], by=manager)

    contents = _contents(_link(assessment, manager, has_evidence=False))

    assert contents.filed.proofs == ()
    assert contents.filed.by_row == {}
    assert contents.filed.is_left_out


def test_what_changed_is_since_a_sign_off_of_this_assessment_alone(
    manager: Membership, assessment: Assessment
) -> None:
    make_sign_off(assessment, by=manager, is_reopened=True)
    link = _link(assessment, manager, at=NOW + timedelta(hours=1))

    contents = _contents(link)

    assert contents.since is not None
    assert contents.since.sign_off.assessment_id == assessment.pk


def test_a_link_to_some_rows_shows_no_finding_of_others(
    manager: Membership, assessment: Assessment
) -> None:
    contents = _contents(_link(assessment, manager))
    some = replace(contents, filter_words="some rows", rows=contents.rows[:1])
    places = {row.position for row in some.rows}

    assert all(each.activity.position in places for each in findings_shown(some) if each.activity)
    assert not any(each.activity is None for each in findings_shown(some))
    assert len(findings_shown(some)) <= len(findings_shown(contents))
