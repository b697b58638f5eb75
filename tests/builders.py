"""Things to test with, made through the services that make them in earnest.

Each `make_x()` gives something valid with no argument, and takes what the test is about.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import count

from django.core import mail
from django.utils import timezone

from accounts import services
from accounts.models import Invitation, Language, Membership, Organisation, Team, User
from accounts.rights import Role
from assessments.models import Answer, Assessment, Upgrade
from assessments.services.answering import AnswerValues, Entry, Recorded, record_answers
from assessments.services.options import regroup_option
from assessments.services.starting import Terms, start_assessment
from assessments.services.upgrading import Move, upgrade_assessment
from matrix.bundles import Labels, OptionTerms, Provenance
from matrix.models import Edition, Option
from matrix.readers import Choice, ReadMatrix, read_matrix
from matrix.services import attach_labels, publish_edition

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PASSWORD = "a long sentence to sign in with"

PAGE = """---
title: Essai - Qui fait quoi
updated: 2026-03-02
---

| Rôles |
| --- |
| R : Réalise |
| A : Approuve |
| C : Est consulté |
| I : Est informé |

## 1. Démarrer

### 1.1. Commander

| Activité | Client | Fournisseur |
| --- | --- | --- |
| Choisir la région d’hébergement | RA | I |
| Payer la première facture | RA | |

## 2. Exploiter

### 2.1. Sauvegarder

| Activité | Client | Fournisseur |
| --- | --- | --- |
| Vérifier l’intégrité des copies | A | R |
| Recevoir l’avis d’entretien | I | RA |
| Entretenir les bâtiments | | RA |
"""  # 5 activities of the client: 2 to do, 1 to verify, 1 message, 1 nothing

_numbers = count(1)


def make_organisation(name: str = "", *, language: str = Language.FRENCH) -> Organisation:
    """Make an organisation."""
    name = name or f"Organisation {next(_numbers)}"
    return services.create_organisation(name=name, language=language, at=NOW)


def make_user(
    name: str = "",
    *,
    email: str = "",
    password: str | None = None,
    language: str = Language.FRENCH,
) -> User:
    """Make a person, who can sign in only when given a password."""
    number = next(_numbers)
    return services.create_user(
        email=email or f"person{number}@example.org",
        name=name or f"Person {number}",
        password=password,
        language=language,
        at=NOW,
    )


def make_member(
    role: str = Role.MANAGER, *, organisation: Organisation | None = None, user: User | None = None
) -> Membership:
    """Make a member of an organisation, of a new one if none is given."""
    return services.add_member(
        organisation=organisation or make_organisation(),
        user=user or make_user(),
        role=role,
        at=NOW,
    )


def make_former_member(*, organisation: Organisation | None = None) -> Membership:
    """Make somebody who has left an organisation."""
    membership = make_member(Role.CONTRIBUTOR, organisation=organisation)
    services.end_membership(membership=membership, at=NOW)
    return membership


def make_team(*members: Membership, organisation: Organisation | None = None) -> Team:
    """Make a team of members, in their organisation."""
    organisation = organisation or (members[0].organisation if members else make_organisation())
    name = f"Team {next(_numbers)}"
    return services.create_team(organisation=organisation, name=name, members=members, at=NOW)


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation, and the key that only the mail holds."""

    invitation: Invitation
    key: str


def make_invitation(
    email: str = "",
    *,
    by: Membership | None = None,
    role: str = Role.CONTRIBUTOR,
    team: Team | None = None,
    language: str = Language.FRENCH,
) -> Invited:
    """Invite an address from now on, and read the key out of the mail."""
    offer = services.Offer(
        email=email or f"invited{next(_numbers)}@example.org",
        role=role,
        language=language,
        team=team,
    )
    by = by or make_member(Role.ADMINISTRATOR)
    invitation = services.invite(offer=offer, by=by, at=timezone.now())
    return Invited(invitation, key_in(mail.outbox[-1].body))


def key_in(text: object) -> str:
    """Return the key of the link in a mail."""
    found = re.search(r"/invitations/([^/\s]+)/", str(text))
    assert found
    return found[1]


def make_page(activities: int) -> str:
    """Return the text of a page with `activities` rows, in sections of ten, all to be done."""
    lines = ["---", "title: Longue page", "updated: 2026-03-02", "---", ""]
    for number in range(activities):
        if number % 10 == 0:
            lines += ["", f"## {number // 10 + 1}. Partie {number // 10 + 1}", ""]
            lines += ["| Activité | Client | Fournisseur |", "| --- | --- | --- |"]
        lines.append(f"| Tenir le registre {number + 1} | RA | I |")
    return "\n".join(lines) + "\n"


def make_edition(
    page: str = PAGE,
    *,
    organisation: Organisation | None = None,
    service: str = "",
    licence: str = "CC BY 4.0",
) -> Edition:
    """Publish a page in French, as a bundled matrix if no organisation is given."""
    source = page.encode()
    return publish_edition(
        reading=_reading_of(page),
        source=source,
        provenance=Provenance(
            provider="Fournisseur d’essai",
            service=service or f"Service {next(_numbers)}",
            source_name="Essai - Qui fait quoi",
            licence=licence,
            licence_url="https://example.org/licence",
            attribution="© Fournisseur d’essai",
        ),
        organisation=organisation,
        at=NOW,
    )


@cache
def _reading_of(page: str) -> ReadMatrix:
    return read_matrix(page.encode(), Choice("page.fr.md"))


def make_labels(edition: Edition, language: str = "en") -> None:
    """Attach a label to every section and activity: the printed text with the language before."""
    sections = edition.sections.values_list("line", "title")
    activities = edition.activities.values_list("line", "text")
    labels = Labels(
        language=language,
        of_sha256=edition.sha256,
        by="the tests",
        notice="Translated for the tests.",
        title=f"{language} {edition.title}",
        legend={letter: f"{language} {meaning}" for letter, meaning in edition.legend},
        sections={line: f"{language} {title}" for line, title in sections},
        activities={line: f"{language} {text}" for line, text in activities},
    )
    attach_labels(edition=edition, labels=labels, at=NOW)


def make_assessment(
    by: Membership | None = None,
    *,
    edition: Edition | None = None,
    scope: str = "",
    has_messages: bool = False,
    at: datetime = NOW,
) -> Assessment:
    """Start an assessment: on `PAGE`, with three duties, if no edition is given."""
    terms = Terms(
        scope=scope or f"Scope {next(_numbers)}",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 2, 28),
        has_messages=has_messages,
    )
    by = by or make_member()
    return start_assessment(edition=edition or make_edition(), terms=terms, by=by, at=at)


def make_upgrade(
    assessment: Assessment, *, by: Membership, edition: Edition | None = None
) -> Upgrade:
    """Move an assessment to another edition, to `PAGE` as another matrix if none is given."""
    edition = edition or make_edition()
    assessment.refresh_from_db()
    move = Move(edition, edition.parties.get(is_client=True), assessment.revision)
    return upgrade_assessment(assessment_id=assessment.pk, move=move, by=by, at=NOW)


def make_option(assessment: Assessment, *, by: Membership, applies: str = "bought") -> Option:
    """Group the first row of an assessment's edition under an option of the organisation."""
    row = assessment.edition.activities.in_printed_order()[0]
    terms = OptionTerms("option", {"fr": "Option d’essai"}, {row.pk: (applies, None)})
    return regroup_option(edition=assessment.edition, terms=terms, by=by, at=NOW)


def make_answers(
    assessment: Assessment, *changes: AnswerValues, by: Membership, at: datetime = NOW
) -> Recorded:
    """Give the first rows of an assessment, in printed order, the values of `changes`."""
    rows = Answer.objects.of_assessment(assessment).in_printed_order()[: len(changes)]
    entries = [
        Entry(row.key, row.revision, values) for row, values in zip(rows, changes, strict=True)
    ]
    return record_answers(assessment_id=assessment.pk, entries=entries, by=by, at=at)
