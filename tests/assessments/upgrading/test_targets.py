"""Which editions an assessment can move to, and which of them is newer."""

from datetime import timedelta

import pytest

from assessments.models import Assessment
from assessments.selectors.upgrading.targets import newer_editions, targets_of
from matrix.models import Edition
from tests.assessments.upgrading.pages import SAME, make_text
from tests.builders import NOW, make_assessment, make_edition, make_member

pytestmark = pytest.mark.django_db


def make_dated(day: str, service: str = "Essai", **options: object) -> Edition:
    """Publish an edition of a matrix on a day."""
    return make_edition(make_text(SAME, day=day), service=service, **options)  # type: ignore[arg-type]


def newest_of(assessment: Assessment) -> int | None:
    """Return the id of the newer edition that is announced."""
    read = Assessment.objects.with_matrix().get(pk=assessment.pk)
    found = newer_editions([read]).get(assessment.pk)
    return found.edition_id if found else None


def test_the_newest_edition_of_the_same_matrix_is_announced() -> None:
    edition = make_dated("2025-01-01")
    make_dated("2025-02-01")
    newest = make_dated("2026-01-01")
    make_dated("2024-01-01")
    make_dated("2026-05-05", service="Autre")

    assert newest_of(make_assessment(edition=edition)) == newest.pk
    assert newest_of(make_assessment(edition=newest)) is None


def test_an_edition_of_ones_own_of_the_same_service_counts_and_a_foreign_one_does_not() -> None:
    member = make_member()
    bundled = make_dated("2025-01-01")
    own = make_dated("2026-01-01", organisation=member.organisation)

    assert newest_of(make_assessment(member, edition=bundled)) == own.pk
    assert newest_of(make_assessment(make_member(), edition=bundled)) is None


def test_an_edition_in_another_language_is_not_announced_but_can_be_chosen() -> None:
    edition = make_dated("2025-01-01")
    other = make_dated("2026-01-01")
    english = _in_english(edition)
    assessment = make_assessment(edition=edition)

    targets = targets_of(Assessment.objects.with_matrix().get(pk=assessment.pk))

    assert newest_of(assessment) == other.pk
    assert [each.edition_id for each in targets.newer] == [other.pk, english.pk]


def test_without_a_date_what_was_brought_later_is_newer() -> None:
    undated = make_text(SAME).replace("updated: 2026-03-02\n", "")
    first = make_edition(undated, service="Essai")
    second = make_edition(undated + "\n", service="Essai")
    Edition.objects.filter(pk=second.pk).update(loaded_at=NOW + timedelta(days=1))

    assert newest_of(make_assessment(edition=first)) == second.pk
    assert newest_of(make_assessment(edition=second)) is None


def test_older_editions_and_other_matrices_stand_apart() -> None:
    older, edition = make_dated("2024-01-01"), make_dated("2025-01-01")
    other = make_dated("2026-05-05", service="Autre")
    assessment = make_assessment(edition=edition)

    targets = targets_of(Assessment.objects.with_matrix().get(pk=assessment.pk))

    assert targets.newer == ()
    assert [each.edition_id for each in targets.same_matrix] == [older.pk]
    assert [each.edition_id for each in targets.others] == [other.pk]


def _in_english(edition: Edition) -> Edition:
    text = """---
title: Essai - Who does what
updated: 2026-09-09
---

## 1. Operate

| Activity | Client | Provider |
| --- | --- | --- |
| Choose the hosting region of the service for the data | RA | I |
"""
    made = make_edition(text, service=edition.matrix.service)
    assert made.language == "en"
    return made
