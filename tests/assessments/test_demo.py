"""The demo organisation, and how it goes."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from accounts.rights import Role
from assessments.models import Answer, Assessment, DayCount, Mention, SignOff
from assessments.scoring import Counts, total
from assessments.selectors.counting import section_counts
from assessments.selectors.signing.reading import read_sign_off, sign_offs_of
from assessments.services.organisations import delete_organisation
from audit.models import ChainHead, Event, chain_of
from audit.selectors import verify_chains
from audit.services import ChainClosed, Happening, append_events
from matrix.models import Activity, Edition
from tests.builders import make_assessment, make_edition, make_member

pytestmark = pytest.mark.django_db

PASSWORD = "a long password for the demo"


@pytest.fixture(scope="module", autouse=True)
def printed(module_database: None) -> str:
    """Run `bootstrap` as `make run` does, once for all tests here; return what it printed."""
    out = StringIO()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("REMIT_ADMIN_PASSWORD", PASSWORD)
        call_command("bootstrap", stdout=out)
    return out.getvalue()


@pytest.mark.asvs("6.3.2", "13.2.3")
def test_bootstrap_prints_credentials_that_sign_in(printed: str) -> None:
    user = authenticate(
        None, username="admin@remit.example", email="admin@remit.example", password=PASSWORD
    )

    assert isinstance(user, User)
    assert "admin@remit.example" in printed
    assert PASSWORD in printed


def test_the_demo_assessment_is_half_done_on_the_seed() -> None:
    assessment = Assessment.objects.get()

    counts = total(section_counts(assessment).values())

    assert counts.duties == 36
    assert (counts.covered, counts.partial, counts.gap) == (15, 3, 3)
    assert (counts.not_applicable, counts.unanswered) == (1, 14)


def test_the_demo_shows_a_review_at_each_of_its_steps_with_four_eyes_on() -> None:
    assessment = Assessment.objects.select_related("organisation").get()
    reviews = Counter(Answer.objects.of_assessment(assessment).values_list("review", flat=True))
    manager = Membership.objects.get(user__name="Jeanne Goff")
    waiting = Answer.objects.of_assessment(assessment).submitted()

    assert assessment.organisation.has_four_eyes
    assert reviews == {"accepted": 10, "submitted": 4, "sent_back": 1, "none": 21}
    assert [row for row in waiting if row.is_own_work_of(manager)] == []


def test_the_demo_has_proofs_that_hold_end_soon_and_have_ended() -> None:
    rows = Answer.objects.of_assessment(Assessment.objects.get())
    today = timezone.localdate()

    assert rows.proven(on=today).count() == 5
    assert rows.proven(on=today + timedelta(days=30)).count() == 3
    assert [row.activity.position for row in rows.stale(on=today)] == [18]


def test_the_demo_was_signed_half_way_and_reopened_with_a_reason() -> None:
    assessment = Assessment.objects.get()
    (signed,) = sign_offs_of(assessment)

    assert assessment.state == Assessment.State.ACTIVE
    assert signed.reopen_reason
    assert read_sign_off(SignOff.objects.get()).holds
    assert signed.counts == Counts(duties=36, covered=9, partial=1, gap=2, not_applicable=1)


def test_somebody_of_the_demo_is_mentioned_and_has_not_read_it() -> None:
    mention = Mention.objects.select_related("membership__user").get()

    assert str(mention.membership) == "Karim Benali"
    assert mention.read_at is None


def test_the_log_of_the_demo_is_in_the_order_of_its_days() -> None:
    moments = list(
        Event.objects.of_chain(chain_of(Organisation.objects.get().pk))
        .in_sequence()
        .values_list("at", flat=True)
    )

    assert moments == sorted(moments)


def test_the_demo_has_one_member_of_each_role_and_an_administrator() -> None:
    roles = list(Membership.objects.order_by("role").values_list("role", flat=True))

    assert sorted(roles) == sorted([*Role, Role.ADMINISTRATOR])


def test_the_demo_has_a_past_for_the_burn_up_and_a_chain_that_holds() -> None:
    days = DayCount.objects.order_by("day").values_list("covered", flat=True)

    assert len(days) > 8
    assert list(days) == sorted(days)
    assert all(each.broken_at is None for each in verify_chains())


def test_a_second_bootstrap_changes_and_prints_nothing() -> None:
    before = Event.objects.count(), User.objects.count(), Edition.objects.count()
    out = StringIO()

    call_command("bootstrap", stdout=out)

    assert out.getvalue() == ""
    assert (Event.objects.count(), User.objects.count(), Edition.objects.count()) == before


def test_deleting_an_organisation_leaves_nothing_of_it_but_its_closed_log() -> None:
    organisation = Organisation.objects.get()
    pk = organisation.pk
    events = Event.objects.of_chain(chain_of(pk)).count()

    delete_organisation(organisation=organisation, at=timezone.now())

    assert not Organisation.objects.exists()
    assert not Answer.objects.exists()
    assert _tables_that_name_an_organisation() == set()
    assert Event.objects.of_chain(chain_of(pk)).count() == events + 1
    assert ChainHead.objects.get(pk=chain_of(pk)).is_closed
    assert all(each.broken_at is None for each in verify_chains())


def test_nothing_can_follow_in_the_log_of_a_deleted_organisation() -> None:
    organisation = Organisation.objects.get()
    pk = organisation.pk
    delete_organisation(organisation=organisation, at=timezone.now())

    with pytest.raises(ChainClosed):
        append_events(
            organisation_id=pk,
            happenings=[Happening("late", "organisation", str(pk))],
            actor_id=None,
            at=timezone.now(),
        )


def test_the_bundled_matrix_stays_when_an_organisation_goes() -> None:
    delete_organisation(organisation=Organisation.objects.get(), at=timezone.now())

    assert Edition.objects.published().count() == 1


def test_an_organisations_own_matrices_go_with_it_published_as_they_are() -> None:
    member = make_member()
    edition = make_edition(organisation=member.organisation)
    make_assessment(member, edition=edition)

    delete_organisation(organisation=member.organisation, at=timezone.now())

    assert not Edition.objects.filter(pk=edition.pk).exists()
    assert not Activity.objects.filter(edition=edition.pk).exists()


def test_the_command_asks_for_yes_and_names_what_would_go() -> None:
    with pytest.raises(CommandError, match="Mairie de Valmont"):
        call_command("delete_organisation", "mairie-de-valmont")

    assert Organisation.objects.exists()


def test_the_command_says_when_there_is_no_such_organisation() -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command("delete_organisation", "nowhere", "--yes")


def test_the_command_deletes_the_organisation() -> None:
    call_command("delete_organisation", "mairie-de-valmont", "--yes", stdout=StringIO())

    assert not Organisation.objects.exists()


def _tables_that_name_an_organisation() -> set[str]:
    """Return the tables with an organisation_id that still hold a row with one."""
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if "organisation_id" in {field.column for field in model._meta.concrete_fields}
        if model._default_manager.exclude(organisation_id=None).exists()
    }
