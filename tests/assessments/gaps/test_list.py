"""/o/<slug>/gaps/: the gaps of an organisation, narrowed and in order."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, GapPlan
from assessments.selectors.gaps import gap_numbers
from assessments.services.answering import AnswerValues
from tests.assessments.gaps.planning import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    accept,
    make_gap,
    plan,
)
from tests.builders import (
    make_answers,
    make_labels,
    make_member,
    make_team,
)

pytestmark = pytest.mark.django_db

HIGH = {"severity": "high", "responsible": "keep", "state": "keep"}


def test_what_is_overdue_is_on_top_then_what_is_worse_then_what_is_older(
    client: Client, manager: Membership
) -> None:
    unrated, low, critical, late = (make_gap(manager) for _ in range(4))
    old = make_gap(manager)
    Answer.objects.filter(pk=old.pk).update(gap_since=TODAY - timedelta(days=9))
    plan(low, by=manager, severity="low")
    plan(critical, by=manager, severity="critical")
    plan(late, by=manager, by_when=YESTERDAY)

    page = _get(client, manager)

    assert _keys(page) == [row.key for row in (late, critical, low, old, unrated)]


def test_the_sentence_says_how_many_are_planned_and_accepted(
    client: Client, manager: Membership
) -> None:
    planned, accepted, late = (make_gap(manager) for _ in range(3))
    plan(planned, by=manager, action="Installer", by_when=TOMORROW)
    accept(accepted, by=manager, until=TOMORROW)
    plan(late, by=manager, by_when=YESTERDAY)

    numbers = _get(client, manager).context["numbers"]

    said = "1 overdue, 1 planned, 1 without a plan, 1 accepted"
    with translation.override("en"):
        assert (numbers.lead, numbers.rest) == ("3 gaps or partial", f": {said}")
        assert numbers.plans == "Gaps and partial: 1 planned, 1 without a plan, 1 accepted"


def test_the_dashboard_counts_like_the_list(client: Client, manager: Membership) -> None:
    planned = make_gap(manager)
    accepted = make_gap(manager, due_on=YESTERDAY)
    late = make_gap(manager, due_on=YESTERDAY)
    plan(planned, by=manager, action="Installer", by_when=TOMORROW)
    accept(accepted, by=manager, until=TOMORROW)
    slug = manager.organisation.slug

    for row in (planned, accepted, late):
        page = client.get(f"/o/{slug}/assessments/{row.assessment_id}/")
        gaps = Answer.objects.of_assessment(row.assessment).gaps()

        assert page.context["overview"].gaps == gap_numbers(gaps, on=TODAY)


def test_only_gaps_in_play_that_a_person_may_see_are_there(
    client: Client, manager: Membership
) -> None:
    make_gap(make_member())
    switched = make_gap(manager)
    Answer.objects.filter(pk=switched.pk).update(is_switched_off=True)
    covered = make_gap(manager)
    make_answers(covered.assessment, AnswerValues(coverage="covered"), by=manager)

    page = _get(client, manager)

    assert page.context["numbers"].gaps == 0
    assert "No gap in any assessment" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        pytest.param("state=open", {"planned", "late", "plain", "expired"}, id="open"),
        pytest.param("state=overdue", {"late", "expired"}, id="overdue"),
        pytest.param("state=planned", {"planned"}, id="planned"),
        pytest.param("state=unplanned", {"late", "plain", "expired"}, id="unplanned"),
        pytest.param("state=accepted", {"accepted"}, id="accepted"),
        pytest.param("state=expired", {"expired"}, id="expired"),
        pytest.param("severity=high", {"planned"}, id="severity"),
        pytest.param("severity=none", {"late", "plain", "accepted", "expired"}, id="not rated"),
        pytest.param("owner=none", {"planned", "late", "accepted", "expired"}, id="nobody"),
        pytest.param("owner=me", {"planned", "plain"}, id="mine, or mine to act on"),
        pytest.param("owner=member-{member}", {"planned", "plain"}, id="a person"),
        pytest.param("owner=team-{team}", set(), id="a team"),
        pytest.param("assessment={assessment}", {"late"}, id="assessment"),
        pytest.param("q=REGION", {"planned", "late", "plain", "accepted", "expired"}, id="text"),
        pytest.param("q=pare-feu", {"planned"}, id="text of the action"),
        pytest.param("q=nothing+of+the+kind", set(), id="no such text"),
        pytest.param(
            "state=asleep",
            {"planned", "late", "plain", "accepted", "expired"},
            id="no choice filters nothing",
        ),
    ],
)
def test_the_list_is_narrowed(
    client: Client, manager: Membership, query: str, kept: set[str]
) -> None:
    rows = _one_of_each(manager)
    ids = {
        "member": manager.pk,
        "team": make_team(manager).pk,
        "assessment": rows["late"].assessment_id,
    }

    page = _get(client, manager, query.format(**ids))

    assert set(_keys(page)) == {rows[name].key for name in kept}


def test_the_filter_is_said_in_words_and_stays_in_the_address(
    client: Client, manager: Membership
) -> None:
    make_gap(manager)

    page = _get(client, manager, "state=planned&severity=critical&q=rien&owner=x")

    narrowed = page.context["filter"]
    with translation.override("en"):
        assert narrowed.words == "planned, critical, “rien”"
    assert narrowed.query == "state=planned&severity=critical&q=rien"
    assert "Part of this filter is not known" in page.content.decode()
    assert "Nothing here: planned, critical, “rien”" in page.content.decode()


def test_text_is_found_in_the_readers_language(client: Client, manager: Membership) -> None:
    row = make_gap(manager)
    make_labels(row.assessment.edition)

    page = _get(client, manager, "q=en+Choisir")

    assert _keys(page) == [row.key]
    assert "en Choisir" in page.content.decode()


def test_a_viewer_reads_without_boxes(client: Client, manager: Membership) -> None:
    make_gap(manager)
    client.force_login(make_member(Role.VIEWER, organisation=manager.organisation).user)

    page = _get(client, manager)

    assert page.context["form"] is None
    assert 'type="checkbox" name="rows"' not in page.content.decode()


def test_the_list_asks_as_often_for_two_gaps_as_for_six(
    client: Client, manager: Membership
) -> None:
    counts = []
    for more in (2, 4):
        for _ in range(more):
            row = make_gap(manager, owner_membership_id=make_member_of(manager).pk)
            plan(row, by=manager, responsible_id=manager.pk, action="Installer")
        with CaptureQueriesContext(connection) as captured:
            _get(client, manager)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def make_member_of(member: Membership) -> Membership:
    """Make somebody else of the same organisation."""
    return make_member(organisation=member.organisation)


def _one_of_each(manager: Membership) -> dict[str, Answer]:
    rows = {name: make_gap(manager) for name in ("planned", "late", "accepted", "expired")}
    rows["plain"] = make_gap(manager, owner_membership_id=manager.pk)
    values: dict[str, Any] = {"severity": "high", "responsible_id": manager.pk}
    plan(rows["planned"], by=manager, action="Ouvrir le pare-feu", by_when=TOMORROW, **values)
    plan(rows["late"], by=manager, by_when=YESTERDAY)
    accept(rows["accepted"], by=manager, until=TOMORROW)
    accept(rows["expired"], by=manager, until=TOMORROW)
    GapPlan.objects.filter(answer=rows["expired"]).update(expires_on=YESTERDAY)
    return rows


def _get(client: Client, member: Membership, query: str = "") -> Any:
    return client.get(f"/o/{member.organisation.slug}/gaps/?{query}")


def _keys(page: Any) -> list[Any]:
    return [row.record.key for row in page.context["table"].paginated_rows]
