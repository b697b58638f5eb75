"""Moves between real editions, and back: what the pairs of the corpus must give."""

from pathlib import Path
from typing import Any

import pytest

from accounts.models import Membership
from assessments.models import Answer, Assessment, Coverage, Upgrade
from assessments.selectors.upgrading.preview import preview_of
from assessments.selectors.upgrading.sides import compared_editions
from assessments.services.answering import AnswerValues
from assessments.services.counting import recount
from assessments.services.organisations import delete_organisation
from assessments.services.upgrading import revert_upgrade
from matrix.comparing.results import Bucket
from matrix.models import Edition
from tests.assessments.upgrading.pages import answers_of, load_seed, move, publish_file
from tests.builders import NOW, make_answers, make_assessment, make_member, make_team

pytestmark = pytest.mark.django_db

MOVING = {"id", "revision"}
# Of the four rewordings two are the provider's own rows, as are the one changed letter and two
# of the four role pairs that were filled in.
BLOCK = {
    "became_yours": 2,
    "new": 0,
    "reworded": 2,
    "role_changed": 0,
    "gone": 0,
    "unchanged": 27,
}


def stored(assessment: Assessment) -> list[dict[str, Any]]:
    """Return every column of the answers but those a move and its revert may leave changed."""
    rows = Answer.objects.of_assessment(assessment).in_printed_order().values()
    return [{name: value for name, value in row.items() if name not in MOVING} for row in rows]


def test_36_answers_move_to_the_next_edition_of_the_seed_and_back(corpus: Path) -> None:
    manager = make_member()
    team = make_team(manager)
    assessment = make_assessment(manager, edition=load_seed())
    values = [
        AnswerValues(coverage="covered", note=f"Note {n}", owner_team_id=team.pk)
        for n in range(36)
    ]
    make_answers(assessment, *values, by=manager)
    before = stored(assessment)
    target = publish_file(corpus / "ovhcloud/instances.fr.md", organisation=manager.organisation)

    upgrade = move(assessment, target, by=manager)

    rows = answers_of(assessment)
    open_rows = [row for row in rows if row.coverage == Coverage.UNANSWERED]
    assert (len(rows), len(open_rows)) == (37, 1)
    assert {row["key"] for row in before} == {row.key for row in rows} - {open_rows[0].key}
    assert all(row.note.startswith("Note") for row in rows if row not in open_rows)
    assert recount(assessment=assessment, at=NOW) is None

    revert_upgrade(upgrade=upgrade, by=manager, at=NOW)

    assert stored(assessment) == before
    assert recount(assessment=assessment, at=NOW) is None


def test_domain_names_puts_30_activities_away_and_opens_13(corpus: Path) -> None:
    manager, assessment, target = _ready(
        corpus, "domain-names.en@2023-08-10.md", "domain-names.en.md"
    )
    before = stored(assessment)

    upgrade = move(assessment, target, by=manager)

    party = target.parties.get(is_client=True)
    comparison = compared_editions(
        old=(upgrade.from_edition, upgrade.from_party), new=(target, party)
    )
    assert [len(comparison.of(each)) for each in (Bucket.REMOVED, Bucket.ADDED)] == [30, 13]
    # Of those 30 the client held 18, of the 13 it holds 7.
    assert Answer.objects.archived_of(assessment).count() == 18
    assert Answer.objects.of_assessment(assessment).filter(note="").count() == 7
    revert_upgrade(upgrade=upgrade, by=manager, at=NOW)
    assert stored(assessment) == before


def test_block_storage_asks_what_was_filled_in_and_what_was_reworded(corpus: Path) -> None:
    manager, assessment, target = _ready(
        corpus, "block-storage.en@2022-12-23.md", "block-storage.en.md"
    )
    before = stored(assessment)

    preview = preview_of(assessment, edition=target, party=target.parties.get(is_client=True))
    upgrade = move(assessment, target, by=manager)

    assert {group.value: len(rows) for group, rows in preview.groups.items()} == BLOCK
    assert Answer.objects.of_assessment(assessment).filter(coverage="covered").count() == (
        preview.figures.kept + preview.figures.recheck
    )
    revert_upgrade(upgrade=upgrade, by=manager, at=NOW)
    assert stored(assessment) == before


def test_an_organisation_with_moves_can_be_deleted_whole(corpus: Path) -> None:
    manager, assessment, target = _ready(corpus, "kms.en.md", "block-storage.en.md")
    move(assessment, target, by=manager)

    delete_organisation(organisation=manager.organisation, at=NOW)

    assert not Answer.objects.exists()
    assert not Upgrade.objects.exists()


def _ready(corpus: Path, old: str, new: str) -> tuple[Membership, Assessment, Edition]:
    manager = make_member()
    organisation = manager.organisation
    editions = [
        publish_file(corpus / "ovhcloud" / name, organisation=organisation) for name in (old, new)
    ]
    assessment = make_assessment(manager, edition=editions[0])
    answered = AnswerValues(coverage="covered", note="Seen.")
    make_answers(assessment, *[answered] * len(answers_of(assessment)), by=manager)
    return manager, assessment, editions[1]
