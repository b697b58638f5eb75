"""What the load is put on: organisations with their people, and assessments half answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Final

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from accounts import services as accounts
from accounts.models import Membership, Organisation, User
from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.services.answering import AnswerValues, Entry, record_answers
from assessments.services.starting import Terms, start_assessment
from matrix.models import Edition
from matrix.services import load_file

ORGANISATIONS: Final = 4
ASSESSMENTS: Final = 5  # of each organisation; one is enough for a few people
MANY: Final = 50
# One in so many people is a manager; the others answer what is theirs or nobody's.
MANAGERS: Final = 5


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has signed in: their cookie, and the assessment they work on."""

    session: str
    slug: str
    assessment_id: int


def fill(people: int, chance: Random) -> list[Person]:
    """Make the organisations and assessments of the bundled matrix, and return their people."""
    now = timezone.now()
    found = Path(settings.FIXTURE_DIR) / "public-cloud-instances.fr.json"
    edition = load_file(path=found, at=now).edition
    places = [
        (organisation, assessment)
        for number in range(ORGANISATIONS)
        for organisation in [accounts.create_organisation(name=f"Load {number}", at=now)]
        for assessment in _assessments(
            organisation, edition, chance, number=ASSESSMENTS if people >= MANY else 1
        )
    ]
    return [
        _person(number, organisation, assessment)
        for number, (organisation, assessment) in enumerate(islice(cycle(places), people))
    ]


def _assessments(
    organisation: Organisation, edition: Edition, chance: Random, *, number: int
) -> Iterator[Assessment]:
    members = [
        accounts.add_member(
            organisation=organisation,
            user=_user(f"owner{owner}.{organisation.pk}"),
            role=Role.MANAGER,
            at=timezone.now(),
        )
        for owner in range(5)
    ]
    for scope in range(number):
        now = timezone.now()
        terms = Terms(
            scope=f"Scope {scope}",
            starts_on=now.date() - timedelta(days=90),
            ends_on=now.date() + timedelta(days=90),
        )
        assessment = start_assessment(edition=edition, terms=terms, by=members[0], at=now)
        _answer(assessment, members, chance)
        yield assessment


def _answer(assessment: Assessment, members: list[Membership], chance: Random) -> None:
    """Give two thirds of the rows an answer, and a third of them an owner and a day."""
    now = timezone.now()
    entries = [
        Entry(row.key, row.revision, _values(number, members, now.date(), chance))
        for number, row in enumerate(Answer.objects.of_assessment(assessment).order_by("pk"))
    ]
    record_answers(assessment_id=assessment.pk, entries=entries, by=members[0], at=now)


def _values(number: int, members: list[Membership], today: date, chance: Random) -> AnswerValues:
    values = AnswerValues()
    if number % 3:
        values["coverage"] = chance.choice(["covered", "covered", "partial", "gap"])
        values["note"] = f"As agreed in the meeting of week {number}."
    if number % 3 == 1:
        values["owner_membership_id"] = members[number % len(members)].pk
        values["due_on"] = today + timedelta(days=chance.randint(-20, 60))
    return values


def _person(number: int, organisation: Organisation, assessment: Assessment) -> Person:
    role = Role.CONTRIBUTOR if number % MANAGERS else Role.MANAGER
    user = _user(f"person{number}")
    accounts.add_member(organisation=organisation, user=user, role=role, at=timezone.now())
    return Person(_session_of(user), organisation.slug, assessment.pk)


def _user(name: str) -> User:
    return accounts.create_user(
        email=f"{name}@example.org", name=name, password=None, at=timezone.now()
    )


def _session_of(user: User) -> str:
    """Return the key of a session; signing in would be two hundred hashes of passwords."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
