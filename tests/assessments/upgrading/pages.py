"""Two editions of a small page, with one row of each kind, and an assessment between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from django.conf import settings

from accounts.models import Membership, Organisation
from assessments.models import Answer, Assessment, Upgrade
from assessments.selectors.upgrading.plan import Choice
from assessments.services.answering import AnswerValues, Entry, Recorded, record_answers
from assessments.services.upgrading import Decision, Move, upgrade_assessment
from matrix.bundles import Provenance
from matrix.models import Edition
from matrix.readers import Choice as ReadingChoice
from matrix.readers import read_matrix
from matrix.services import publish_edition
from matrix.services.loading import load_file
from tests.builders import NOW, make_answers, make_assessment, make_edition, make_member


@dataclass(frozen=True, slots=True)
class World:
    """An assessment on the first of two editions of a matrix, and who runs it."""

    manager: Membership
    assessment: Assessment
    old: Edition
    new: Edition


HEAD = """---
title: Essai - Qui fait quoi
updated: {day}
---

## 1. Exploiter

| Activité | Client | Fournisseur |
| --- | --- | --- |
"""
# One row of each kind, as the first edition prints it and as the second does.
SAME = "| Choisir la région d’hébergement | RA | I |"
TYPO = "| Conserver les sauvegrades des machines virtuelles hors du site principal | RA | I |"
TYPO_NEW = TYPO.replace("sauvegrades", "sauvegardes")
REWORDED = "| Chiffrer les disques de données sensibles | RA | I |"
REWORDED_NEW = "| Chiffrer les volumes de données sensibles avant leur usage | RA | I |"
ROLE = "| Tester le plan de reprise chaque année | RA | I |"
ROLE_NEW = "| Tester le plan de reprise chaque année | A | R |"
MESSAGE = "| Recevoir l’avis des entretiens planifiés | I | RA |"
YOURS = "| Surveiller les journaux du pare-feu | I | RA |"
YOURS_NEW = "| Surveiller les journaux du pare-feu | RA | I |"
THEIRS = "| Remplacer le matériel en panne | RA | I |"
THEIRS_NEW = "| Remplacer le matériel en panne | | RA |"
REMOVED = "| Payer la première facture du contrat | RA | |"
ADDED = "| Déclarer les comptes à privilèges | RA | I |"
PROVIDERS = "| Entretenir les bâtiments du centre de données | | RA |"
OLD = [SAME, TYPO, REWORDED, ROLE, MESSAGE, YOURS, THEIRS, REMOVED, PROVIDERS]
NEW = [SAME, TYPO_NEW, REWORDED_NEW, ROLE_NEW, MESSAGE, YOURS_NEW, THEIRS_NEW, ADDED, PROVIDERS]


def make_text(*rows: str, day: str = "2026-03-02") -> str:
    """Return the text of a page with `rows`, published on `day`."""
    return HEAD.format(day=day) + "\n".join(rows) + "\n"


def make_pair(
    old: list[str], new: list[str], *, organisation: Organisation | None = None
) -> tuple[Edition, Edition]:
    """Publish two editions of one matrix, the second a year younger."""
    first = make_edition(make_text(*old), organisation=organisation)
    service = first.matrix.service
    text = make_text(*new, day="2027-03-02")
    return first, make_edition(text, organisation=organisation, service=service)


def publish_file(path: Path, *, organisation: Organisation | None = None) -> Edition:
    """Publish a page of the corpus as an edition."""
    source = path.read_bytes()
    return publish_edition(
        reading=read_matrix(source, ReadingChoice(path.name)),
        source=source,
        provenance=Provenance("OVHcloud", "Public Cloud Instances", path.name),
        organisation=organisation,
        at=NOW,
    )


def load_seed() -> Edition:
    """Load the bundled matrix: 57 activities, 36 of them duties of the client."""
    path = settings.BASE_DIR / "fixtures" / "public-cloud-instances.fr.json"
    return load_file(path=path, at=NOW).edition


def move(
    assessment: Assessment,
    edition: Edition,
    *,
    by: Membership,
    choices: Mapping[str, Choice] | None = None,
) -> Upgrade:
    """Move an assessment; `choices` by the beginning of the old activity's text."""
    assessment.refresh_from_db()
    decisions = {
        answer.key: Decision(choice, answer.revision)
        for answer in answers_of(assessment)
        for start, choice in (choices or {}).items()
        if answer.activity.text.startswith(start)
    }
    wanted = Move(edition, edition.parties.get(is_client=True), assessment.revision, decisions)
    return upgrade_assessment(assessment_id=assessment.pk, move=wanted, by=by, at=NOW)


def answers_of(assessment: Assessment) -> list[Answer]:
    """Return the answers of an assessment in printed order, without archived ones."""
    rows = Answer.objects.of_assessment(assessment).select_related("activity")
    return list(rows.in_printed_order())


def answer_of(assessment: Assessment, start: str) -> Answer:
    """Return the standing answer to the activity whose text begins with `start`."""
    rows = Answer.objects.of_assessment(assessment).select_related("activity")
    return rows.get(activity__text__startswith=start)


def say(assessment: Assessment, start: str, *, by: Membership, **values: Any) -> Recorded:
    """Answer the activity whose text begins with `start`."""
    row = answer_of(assessment, start)
    entry = Entry(row.key, row.revision, cast(AnswerValues, values))
    return record_answers(assessment_id=assessment.pk, entries=[entry], by=by, at=NOW)


def make_world(*, has_messages: bool = False, coverage: str = "covered") -> World:
    """Start an assessment on the first of two editions, every row answered with a note."""
    manager = make_member()
    old, new = make_pair(OLD, NEW)
    assessment = make_assessment(manager, edition=old, has_messages=has_messages)
    values = AnswerValues(coverage=coverage, note="Vu.", owner_membership_id=manager.pk)
    make_answers(assessment, *[values] * len(answers_of(assessment)), by=manager)
    return World(manager, assessment, old, new)
