"""The demo organisation: one member of each role and a half-done assessment on the bundled matrix.

It is labelled as such, its people cannot sign in unless a password is given, and it can be
deleted whole (`manage.py delete_organisation`). Its texts are French, like the matrix.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Membership, Organisation, Team, User
from accounts.services import add_member, create_organisation, create_team, create_user
from assessments.models import Answer, Assessment
from assessments.services.answering import AnswerValues, Entry, record_answers
from assessments.services.gaps import Acceptance, PlanEntry, PlanValues, accept_gap, plan_gaps
from assessments.services.sharing import share_assessment
from assessments.services.starting import Terms, start_assessment
from database.transactions import change
from matrix.models import Edition

NAME = "Mairie de Valmont"
SCOPE = "Production, Gravelines"
WEEKS_AGO = 12


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the demo organisation."""

    first: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class DemoAnswer:
    """One answer: days ago, place of the activity on the page, coverage, and who has it."""

    days_ago: int
    position: int
    coverage: str
    owner: str
    note: str = ""
    due_in_days: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """What is done about the gap at a place on the page. Without `acts` the owner acts."""

    position: int
    severity: str
    action: str
    acts: str
    in_days: int | None
    state: str = "in_progress"

    def values(self, members: dict[str, Membership], at: datetime) -> PlanValues:
        """Return the plan as the service takes it."""
        return PlanValues(
            severity=self.severity,
            action=self.action,
            responsible_id=members[self.acts].pk if self.acts else None,
            by_when=None if self.in_days is None else at.date() + timedelta(days=self.in_days),
            state=self.state,
        )


PEOPLE = (
    Person("amelie", "Amélie Roux", "administrator"),
    Person("jeanne", "Jeanne Goff", "manager"),
    Person("karim", "Karim Benali", "contributor"),
    Person("thomas", "Thomas Vidal", "viewer"),
    Person("ines", "Inès Lambert", "auditor"),
)
TEAM = "Plateforme"
TEAM_MEMBERS = ("jeanne", "karim")

ANSWERS = (
    DemoAnswer(80, 1, "covered", "amelie", "Gamme retenue au comité du 8 septembre."),
    DemoAnswer(80, 2, "covered", "amelie"),
    DemoAnswer(79, 3, "covered", "amelie", "Gravelines, données de santé exclues."),
    DemoAnswer(66, 8, "covered", TEAM),
    DemoAnswer(
        66, 9, "not_applicable", TEAM, reason="Aucune image importée : gabarits d’OVHcloud."
    ),
    DemoAnswer(58, 10, "covered", TEAM, "Images Debian 12 durcies, mises à jour chaque mois."),
    DemoAnswer(58, 11, "covered", TEAM),
    DemoAnswer(45, 14, "covered", "jeanne"),
    DemoAnswer(45, 12, "partial", "amelie", "Chiffrement fait, classification en cours.", 20),
    DemoAnswer(37, 16, "gap", "karim", "EDR à installer sur 14 instances.", -16),
    DemoAnswer(37, 18, "covered", TEAM, "Sauvegarde chaque nuit, gardée 30 jours."),
    DemoAnswer(30, 20, "gap", "amelie", "Comptes nominatifs à créer dans l’espace client.", 26),
    DemoAnswer(30, 22, "covered", "amelie"),
    DemoAnswer(23, 24, "covered", TEAM),
    DemoAnswer(23, 25, "covered", TEAM),
    DemoAnswer(16, 29, "covered", TEAM),
    DemoAnswer(16, 34, "covered", "karim", "Groupes de sécurité revus en octobre."),
    DemoAnswer(9, 33, "covered", "karim"),
    DemoAnswer(9, 42, "gap", "jeanne", "Plan écrit, jamais exercé.", -24),
    DemoAnswer(4, 47, "partial", TEAM, "Essai fait sur une instance sur trois.", -3),
    DemoAnswer(4, 45, "covered", "karim"),
    DemoAnswer(2, 49, "partial", "karim", "Correctifs système oui, logiciels non.", 40),
)


PLANS = (
    DemoPlan(16, "critical", "Déployer l’EDR par lots de cinq instances.", "karim", -9),
    DemoPlan(20, "high", "Créer les comptes et retirer le compte partagé.", "", 19, "to_do"),
    DemoPlan(47, "medium", "Restaurer deux instances de plus.", "karim", 12),
    DemoPlan(49, "low", "", "", None, "to_do"),
)
# Which row is accepted, for how many days, and why.
ACCEPTED = (42, 60, "Exercice du plan reporté au printemps, avec le prestataire.")


@change
def make_demo(*, edition: Edition, password: str | None, at: datetime) -> Organisation:
    """Make the demo organisation on `edition`, with a past that ends at `at`.

    With `password` its five people can sign in with it; with None none of them can.
    """
    start = at - timedelta(weeks=WEEKS_AGO)
    organisation = create_organisation(name=NAME, is_demo=True, at=start)
    members = {
        person.first: add_member(
            organisation=organisation,
            user=_user(person, password, start),
            role=person.role,
            at=start,
        )
        for person in PEOPLE
    }
    team = create_team(
        organisation=organisation,
        name=TEAM,
        members=[members[first] for first in TEAM_MEMBERS],
        at=start,
    )
    assessment = start_assessment(
        edition=edition,
        terms=Terms(SCOPE, start.date(), at.date() + timedelta(days=40)),
        by=members["jeanne"],
        at=start,
    )
    share_assessment(
        assessment=assessment, auditor_id=members["ines"].pk, by=members["jeanne"], at=start
    )
    for moment, entries in _batches(assessment, members, team, at):
        record_answers(
            assessment_id=assessment.pk, entries=entries, by=members["jeanne"], at=moment
        )
    _plan(assessment, members, at)
    return organisation


def address_of(person: Person) -> str:
    """Return the e-mail address of a demo person; `.example` names nobody (RFC 2606)."""
    return f"{person.first}@valmont.example"


def _user(person: Person, password: str | None, at: datetime) -> User:
    return create_user(email=address_of(person), name=person.name, password=password, at=at)


def _plan(assessment: Assessment, members: dict[str, Membership], at: datetime) -> None:
    rows = Answer.objects.of_assessment(assessment).select_related("activity")
    keys = {row.activity.position: row.key for row in rows}
    plan_gaps(
        entries=[PlanEntry(keys[each.position], 0, each.values(members, at)) for each in PLANS],
        by=members["jeanne"],
        at=at - timedelta(days=3),
    )
    position, days, reason = ACCEPTED
    accept_gap(
        key=keys[position],
        revision=0,
        acceptance=Acceptance(at.date() + timedelta(days=days), reason),
        by=members["jeanne"],
        at=at - timedelta(days=1),
    )


def _batches(
    assessment: Assessment, members: dict[str, Membership], team: Team, at: datetime
) -> Iterator[tuple[datetime, list[Entry]]]:
    rows = {
        answer.activity.position: answer
        for answer in Answer.objects.of_assessment(assessment).select_related("activity")
    }
    for days_ago in sorted({answer.days_ago for answer in ANSWERS}, reverse=True):
        yield (
            at - timedelta(days=days_ago),
            [
                Entry(row.key, row.revision, _values(answer, members, team, at))
                for answer in ANSWERS
                if answer.days_ago == days_ago
                for row in [rows[answer.position]]
            ],
        )


def _values(
    answer: DemoAnswer, members: dict[str, Membership], team: Team, at: datetime
) -> AnswerValues:
    values = AnswerValues(coverage=answer.coverage, note=answer.note, reason=answer.reason)
    if answer.owner == TEAM:
        values["owner_team_id"] = team.pk
    else:
        values["owner_membership_id"] = members[answer.owner].pk
    if answer.due_in_days is not None:
        values["due_on"] = at.date() + timedelta(days=answer.due_in_days)
    return values
