"""An organisation is deleted whole; its log stays, and others are as they were."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from accounts.rights import Role
from accounts.selectors.belonging import rows_of
from accounts.selectors.closing import ClosedLog, closed_log, closing_key
from accounts.services import mail_closed_log
from assessments.services.answering import AnswerValues
from assessments.services.organisations import (
    OrganisationGone,
    administrators_of,
    delete_organisation,
)
from audit.models import ChainHead, Event, chain_of
from audit.selectors import Head, NotedHead, verify_chains
from evidence.services import sweep_vault
from evidence.vault import address, is_at
from matrix.models import Edition, Provider
from tests.builders import (
    NOW,
    PASSWORD,
    make_answers,
    make_assessment,
    make_edition,
    make_file,
    make_member,
    make_page,
    make_user,
)
from tests.builders.links import make_share_link
from tests.canaries import owned_by, state_of
from tests.evidence.conftest import vault_folder
from tests.rights_table import TABLE
from tests.routes import our_routes, url_of
from tests.test_rights import World
from tests.worlds import make_full_world

__all__ = ["vault_folder"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Membership:
    """Return an administrator with a password."""
    return make_member(Role.ADMINISTRATOR, user=make_user(password=PASSWORD))


def _delete(organisation: Organisation, by: User | None = None) -> ClosedLog:
    return delete_organisation(organisation=organisation, at=NOW, by=by)


@pytest.mark.thorough
@pytest.mark.asvs("14.2.7")
def test_of_a_full_organisation_no_row_is_left_and_nothing_opens(vault_folder: Path) -> None:
    world, other = make_full_world(), make_full_world()
    pk, before = world.organisation.pk, state_of(other.organisation)
    log = Event.objects.of_chain(chain_of(pk)).count()
    had = {model._meta.label for model, rows in rows_of(pk).items() if rows.exists()}

    _delete(world.organisation)

    assert had >= {"accounts.Team", "matrix.Assignment", "assessments.Answer", "jobs.Job"}
    left = {model._meta.label for model, rows in rows_of(pk).items() if rows.exists()}
    assert left == set()
    assert _naming(pk) == set()
    assert state_of(other.organisation) == before
    assert Event.objects.of_chain(chain_of(pk)).count() > log
    assert [each for each in verify_chains() if each.broken_at is not None] == []
    assert set(_answers(world)) == {404}


def _naming(organisation_id: int) -> set[str]:
    """Return the tables with a row that names an organisation, the log aside."""
    return {
        model._meta.label
        for model in owned_by(Organisation(pk=organisation_id))
        if any(field.attname == "organisation_id" for field in model._meta.concrete_fields)
        and model._base_manager.filter(**{"organisation_id": organisation_id}).exists()
    }


def _answers(world: World) -> Iterator[int]:
    """Yield what an administrator of then is answered on every route of the organisation."""
    client = Client()
    client.force_login(world.people[Role.ADMINISTRATOR])
    for name, line in TABLE.items():
        if line.in_organisation and name in our_routes():
            yield client.generic(line.verb.upper(), url_of(name, world.ids)).status_code


def test_every_table_that_hangs_on_an_organisation_is_known() -> None:
    known = set(rows_of(1))
    led = {model for model in owned_by(Organisation(pk=1)) if model._meta.app_label != "audit"}

    # A person and what hangs on one stays, and so does a provider that others have too.
    outside = {model._meta.label for model in led - known}
    assert {label.split(".")[0] for label in outside} <= {
        "accounts",
        "account",
        "mfa",
        "socialaccount",
        "matrix",
    }
    assert {each for each in outside if each.startswith(("accounts", "matrix"))} == {
        "accounts.User",
        "accounts.CalendarKey",
        "accounts.OpenSession",
        "matrix.Provider",
    }
    assert {model._meta.label for model in known - led} == {"jobs.Job"}  # without a foreign key


def test_the_log_ends_with_who_did_it_and_where_is_returned(administrator: Membership) -> None:
    pk = administrator.organisation_id

    closed = _delete(administrator.organisation, administrator.user)

    last = Event.objects.of_chain(chain_of(pk)).latest_first()[0]
    assert (last.verb, last.actor_id) == ("organisation-deleted", administrator.user_id)
    assert closed.head == Head(last.sequence, last.seal)
    assert ChainHead.objects.get(pk=chain_of(pk)).is_closed
    noted = [NotedHead.read(closed.noted)]
    assert [each for each in verify_chains(noted) if each.broken_at is not None] == []


def test_it_is_deleted_once(administrator: Membership) -> None:
    _delete(administrator.organisation)

    with pytest.raises(OrganisationGone):
        _delete(administrator.organisation)


def test_its_files_are_swept_later_and_nobody_elses(vault_folder: Path) -> None:
    gone, stays = make_file(), make_file()
    _delete(gone.organisation)

    sweep_vault(at=timezone.now() + timedelta(days=2))

    kept = [address(each.organisation_id, each.sha256) for each in (gone, stays)]
    assert [is_at(name) for name in kept] == [False, True]


@pytest.mark.postgresql
def test_it_may_take_longer_than_other_changes(administrator: Membership) -> None:
    _delete(administrator.organisation)

    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("10min",)


def test_what_a_share_link_opened_is_gone(client: Client) -> None:
    manager = make_member(Role.MANAGER)
    shared = make_share_link(make_assessment(manager), by=manager)
    url = reverse("assessments:shared", args=[shared.token])

    _delete(manager.organisation)

    assert client.get(url).status_code == 404


def test_a_provider_that_only_they_had_goes_and_others_stay() -> None:
    member, another = make_member(), make_member()
    own = make_edition(organisation=member.organisation)
    Provider.objects.filter(matrices=own.matrix_id).update(name="Shared")
    make_edition(make_page(3), organisation=another.organisation)
    lone = Provider.objects.create(slug="lone", name="Lone")
    edition = make_edition(make_page(2), organisation=member.organisation)
    type(edition.matrix).objects.filter(pk=edition.matrix_id).update(provider=lone)

    _delete(member.organisation)

    assert not Provider.objects.filter(slug="lone").exists()
    assert Edition.objects.filter(matrix__organisation=another.organisation).count() == 1


def test_it_takes_as_many_statements_for_many_rows_as_for_few() -> None:
    counts = []
    for number in (2, 40):
        manager = make_member(Role.MANAGER)
        assessment = make_assessment(manager, edition=make_edition(make_page(number)))
        make_answers(assessment, *[AnswerValues(note="n")] * number, by=manager)
        with CaptureQueriesContext(connection) as queries:
            _delete(manager.organisation)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_administrators_are_mailed_where_the_log_ended_in_their_language(
    administrator: Membership, client: Client
) -> None:
    User.objects.filter(pk=administrator.user_id).update(language="en")
    make_member(Role.MANAGER, organisation=administrator.organisation)
    told = administrators_of(administrator.organisation)
    mail.outbox.clear()

    closed = _delete(administrator.organisation)
    number = mail_closed_log(log=closed, people=told)

    (sent,) = mail.outbox
    assert (number, sent.to) == (1, [administrator.user.email])
    assert closed.noted in str(sent.body)
    assert "was deleted" in sent.subject


def test_a_demo_writes_to_nobody(administrator: Membership) -> None:
    administrator.organisation.is_demo = True

    assert administrators_of(administrator.organisation) == ()


def test_a_mail_that_is_not_taken_is_logged(
    administrator: Membership, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    closed = _delete(administrator.organisation)
    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", _refuse)

    number = mail_closed_log(log=closed, people=[administrator.user])

    assert number == 0
    assert "was not mailed" in caplog.text


def _refuse(*_: Any, **__: Any) -> int:
    raise OSError("no server")


def test_the_key_of_a_closed_log_is_for_one_person_and_one_log(
    administrator: Membership,
) -> None:
    closed = _delete(administrator.organisation)
    key = closing_key(closed, administrator.user)

    found = closed_log(key, administrator.user)

    assert found == closed
    assert closed_log(key, make_user()) is None
    assert closed_log(f"{key}x", administrator.user) is None


def test_a_log_that_goes_on_is_handed_to_nobody(administrator: Membership) -> None:
    log = ClosedLog(administrator.organisation_id, "Open", Head(1, "0" * 64))

    assert closed_log(closing_key(log, administrator.user), administrator.user) is None
