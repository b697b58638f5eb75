"""Making and revoking share links: what is kept of them, and what the log tells."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership
from assessments.models import Assessment, LinkView, ShareLink
from assessments.selectors.links.finding import link_of, token_hash
from assessments.selectors.links.listing import links_of, views_of
from assessments.services.links import (
    EndsTooLate,
    EndsTooSoon,
    LinkGone,
    StaleLink,
    Viewed,
    clear_views,
    note_view,
    revoke_link,
)
from assessments.services.organisations import delete_organisation
from audit.models import Event
from tests.assessments.proofs.proving import make_proof, rows_of
from tests.builders import NOW, make_assessment, make_member, make_sign_off
from tests.builders.links import make_share_link

pytestmark = pytest.mark.django_db

What, Outcome = LinkView.What, LinkView.Outcome
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def events() -> list[Event]:
    """Return the events about links, in their order."""
    return list(Event.objects.filter(verb__startswith="share-link").order_by("sequence"))


@pytest.mark.asvs("11.4.1")
def test_the_token_and_the_password_are_kept_nowhere(
    manager: Membership, assessment: Assessment
) -> None:
    made = make_share_link(assessment, by=manager, password="a password of some length")

    rows = [*ShareLink.objects.values_list(), *Event.objects.values_list()]
    assert made.link.token_hash == token_hash(made.token)
    assert [row for row in rows if made.token in str(row)] == []
    assert [row for row in rows if "a password of" in str(row)] == []


def test_the_log_tells_of_the_link_and_not_for_whom_it_is(
    manager: Membership, assessment: Assessment
) -> None:
    made = make_share_link(assessment, by=manager, query="coverage=gap")

    revoke_link(link=made.link, revision=1, by=manager, at=NOW)

    told = [(each.verb, each.actor_id, each.object_kind, each.new) for each in events()]
    by, about = manager.user_id, {"share_link": str(made.link.key)}
    ends = (NOW + 30 * DAY).date().isoformat()
    assert told == [
        (
            "share-link-made",
            by,
            "assessment",
            {**about, "filter": "coverage=gap", "link_ends_on": ends},
        ),
        ("share-link-revoked", by, "assessment", about),
    ]
    assert "Lenoir" not in str(told)


@pytest.mark.asvs("9.2.1")
def test_a_token_opens_its_link_until_the_end_of_the_last_day(
    manager: Membership, assessment: Assessment
) -> None:
    made = make_share_link(assessment, by=manager, ends_on=NOW.date())

    end = made.link.expires_at
    assert link_of(made.token, at=end - HOUR) == made.link
    assert link_of(made.token, at=end) is None
    assert link_of(made.token[:-1], at=NOW) is None
    assert link_of("\ud800", at=NOW) is None
    assert made.link.last_day == NOW.date()


@pytest.mark.parametrize(
    ("days", "refused"), [(-1, EndsTooSoon), (366, EndsTooLate), (365, None), (0, None)]
)
def test_a_link_ends_today_at_the_earliest_and_in_a_year_at_the_latest(
    manager: Membership, assessment: Assessment, days: int, refused: type[Exception] | None
) -> None:
    ends_on: date = NOW.date() + days * DAY

    if refused:
        with pytest.raises(refused):
            make_share_link(assessment, by=manager, ends_on=ends_on)
    else:
        make_share_link(assessment, by=manager, ends_on=ends_on)

    assert ShareLink.objects.count() == (not refused)


def test_a_signed_assessment_can_be_shared(manager: Membership, assessment: Assessment) -> None:
    make_sign_off(assessment, by=manager)

    made = make_share_link(assessment, by=manager)

    assert link_of(made.token, at=NOW) == made.link


def test_a_revoked_link_opens_nothing_and_is_revoked_once(
    manager: Membership, assessment: Assessment
) -> None:
    made = make_share_link(assessment, by=manager)

    revoke_link(link=made.link, revision=1, by=manager, at=NOW)

    assert link_of(made.token, at=NOW) is None
    for revision in (1, 2):
        with pytest.raises(StaleLink):
            revoke_link(link=made.link, revision=revision, by=manager, at=NOW)
    assert len(events()) == 2


def test_links_are_listed_with_their_states_the_latest_first(
    manager: Membership, assessment: Assessment
) -> None:
    old = make_share_link(assessment, by=manager, at=NOW - 40 * DAY).link
    revoked = make_share_link(assessment, by=manager).link
    standing = make_share_link(assessment, by=manager).link
    make_share_link(make_assessment(manager), by=manager)
    revoke_link(link=revoked, revision=1, by=manager, at=NOW)
    ShareLink.objects.filter(pk=old.pk).update(made_by=None)

    lines = links_of(assessment, at=NOW)

    assert [(line.link, line.state, line.is_in_force) for line in lines] == [
        (standing, "in_force", True),
        (revoked, "revoked", False),
        (old, "expired", False),
    ]
    assert [line.made_by for line in lines] == [str(manager), str(manager), ""]
    assert [line.revoked_by for line in lines] == ["", str(manager), ""]


def test_views_are_counted_by_the_hour_and_the_log_tells_of_the_first_of_a_day(
    manager: Membership, assessment: Assessment
) -> None:
    link = make_share_link(assessment, by=manager).link

    for after in (0 * HOUR, HOUR / 4, HOUR, DAY):
        note_view(link=link, viewed=Viewed(What.PAGE), at=NOW + after)

    views = [(view.at - NOW, view.times) for view in views_of(link)]
    line = links_of(assessment, at=NOW)[0]
    assert views == [(DAY, 1), (HOUR, 1), (HOUR / 4, 2)]
    assert (line.views, line.refused, line.last_at) == (4, 0, NOW + DAY)
    assert [each.verb for each in events()[1:]] == ["share-link-opened"] * 2
    assert {each.actor_id for each in events()[1:]} == {None}


def test_everything_that_is_taken_is_told_each_time(
    manager: Membership, assessment: Assessment
) -> None:
    link = make_share_link(assessment, by=manager).link
    proof = make_proof(rows_of(assessment)[0], by=manager, title="Restore test")
    taken = Viewed(What.FILE, str(proof.key), told={"file_sha256": proof.sha256})

    for _ in range(2):
        note_view(link=link, viewed=taken, at=NOW)

    told = {"share_link": str(link.key), "taken": "file", "file_sha256": proof.sha256}
    assert [(each.verb, each.new) for each in events()[1:]] == [("share-link-used", told)] * 2
    assert [(view.thing, view.times) for view in views_of(link)] == [("Restore test", 2)]


def test_a_wrong_password_is_counted_apart_and_is_no_event(
    manager: Membership, assessment: Assessment
) -> None:
    link = make_share_link(assessment, by=manager).link

    note_view(link=link, viewed=Viewed(What.PAGE, outcome=Outcome.WRONG_PASSWORD), at=NOW)
    note_view(link=link, viewed=Viewed(What.EVIDENCE), at=NOW)

    line = links_of(assessment, at=NOW)[0]
    assert (line.views, line.refused) == (1, 1)
    assert [each.verb for each in events()] == ["share-link-made", "share-link-opened"]
    assert sorted(view.is_shown for view in views_of(link)) == [False, True]


def test_what_ended_meanwhile_is_not_shown(manager: Membership, assessment: Assessment) -> None:
    link = make_share_link(assessment, by=manager).link
    revoke_link(link=link, revision=1, by=manager, at=NOW)

    with pytest.raises(LinkGone):
        note_view(link=link, viewed=Viewed(What.PAGE), at=NOW)

    assert not LinkView.objects.exists()


@pytest.mark.asvs("14.2.4")
def test_views_of_more_than_400_days_ago_are_forgotten(
    manager: Membership, assessment: Assessment
) -> None:
    link = make_share_link(assessment, by=manager).link
    for after in (0 * DAY, DAY):
        note_view(link=link, viewed=Viewed(What.PAGE), at=NOW + after)

    gone = clear_views(at=NOW + 400 * DAY + HOUR)

    assert gone == 1
    assert [view.at for view in views_of(link)] == [NOW + DAY]


def test_links_go_with_their_organisation(manager: Membership, assessment: Assessment) -> None:
    made = make_share_link(assessment, by=manager)
    note_view(link=made.link, viewed=Viewed(What.PAGE), at=NOW)

    delete_organisation(organisation=manager.organisation, at=NOW)

    assert link_of(made.token, at=NOW) is None
    assert not LinkView.objects.exists()


@pytest.mark.parametrize("field", ["filter", "password", "token_hash", "has_evidence"])
def test_what_a_link_shows_never_changes(
    manager: Membership, assessment: Assessment, field: str
) -> None:
    link = make_share_link(assessment, by=manager, query="coverage=gap").link
    value = False if field == "has_evidence" else "x"

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        ShareLink.objects.filter(pk=link.pk).update(**{field: value})


@pytest.mark.asvs("8.4.1")
@pytest.mark.parametrize("field", ["assessment", "made_by", "revoked_by"])
def test_a_link_stays_in_its_organisation(
    manager: Membership, assessment: Assessment, field: str
) -> None:
    link = make_share_link(assessment, by=manager).link
    link.pk, link.token_hash, link.revoked_at = None, "other", NOW
    foreign = make_assessment() if field == "assessment" else make_member()
    setattr(link, field, foreign)

    with pytest.raises(IntegrityError, match="another organisation"), transaction.atomic():
        link.save(force_insert=True)
