"""Whose matrices, editions, imports, options and controls somebody's question is about."""

import pytest

from matrix.models import Activity, ControlChoice, Edition, Matrix, MatrixImport, Option
from tests.builders import (
    NOW,
    make_assessment,
    make_edition,
    make_former_member,
    make_member,
    make_option,
)
from tests.matrix.importing.imports import make_written

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("8.4.1")]


def _say(edition: Edition, member: object) -> ControlChoice:
    return ControlChoice.objects.create(
        organisation=member.organisation,  # type: ignore[attr-defined]
        activity=edition.activities.in_printed_order()[0],
        framework="iso-27001-2022",
        identifiers=["5.1"],
        chosen_at=NOW,
    )


def _make_draft(edition: Edition) -> Edition:
    """Make another edition of the same matrix that nobody has published."""
    draft = Edition.objects.get(pk=edition.pk)
    draft.pk, draft.state, draft.sha256 = None, Edition.State.DRAFT, "0" * 64
    draft.save(force_insert=True)
    return draft


def test_a_person_sees_bundled_matrices_and_those_of_their_organisations() -> None:
    mine, other = make_member(), make_member()
    former = make_former_member(organisation=mine.organisation)
    bundled = make_edition()
    ours = make_edition(organisation=mine.organisation)
    theirs = make_edition(organisation=other.organisation)

    assert set(Matrix.objects.visible_to(mine.user)) == {bundled.matrix, ours.matrix}
    assert set(Edition.objects.visible_to(mine.user)) == {bundled, ours}
    assert set(Edition.objects.visible_to(other.user)) == {bundled, theirs}
    assert set(Edition.objects.visible_to(former.user)) == {bundled}
    assert set(Matrix.objects.bundled()) == {bundled.matrix}
    assert set(Edition.objects.bundled()) == {bundled}


def test_an_organisation_starts_on_bundled_matrices_and_its_own() -> None:
    mine, other = make_member(), make_member()
    bundled = make_edition()
    ours = make_edition(organisation=mine.organisation)
    make_edition(organisation=other.organisation)

    assert set(Matrix.objects.available_to(mine.organisation)) == {bundled.matrix, ours.matrix}
    assert set(Edition.objects.available_to(mine.organisation)) == {bundled, ours}


def test_a_draft_is_nobodys_yet() -> None:
    member = make_member()
    bundled, ours = make_edition(), make_edition(organisation=member.organisation)
    _make_draft(bundled), _make_draft(ours)

    assert Edition.objects.count() == 4
    assert set(Edition.objects.published()) == {bundled, ours}
    assert set(Edition.objects.bundled()) == {bundled}
    assert set(Edition.objects.visible_to(member.user)) == {bundled, ours}
    assert set(Edition.objects.available_to(member.organisation)) == {bundled, ours}


def test_the_newest_edition_of_a_service_comes_first() -> None:
    second, first = make_edition(service="B"), make_edition(service="A")

    assert list(Edition.objects.newest_first()) == [first, second]


def test_imports_are_seen_by_the_members_of_their_organisation_until_they_are_published() -> None:
    mine, other = make_member(), make_member()
    former = make_former_member(organisation=mine.organisation)
    ours, theirs = make_written(mine), make_written(other)
    published = make_written(mine)
    edition = make_edition(organisation=mine.organisation)
    MatrixImport.objects.filter(pk=published.pk).update(published_as=edition)

    assert set(MatrixImport.objects.visible_to(mine.user)) == {ours, published}
    assert set(MatrixImport.objects.visible_to(other.user)) == {theirs}
    assert not MatrixImport.objects.visible_to(former.user)
    assert set(MatrixImport.objects.of_organisation(mine.organisation)) == {ours, published}
    assert set(MatrixImport.objects.open()) == {ours, theirs}


def test_options_are_those_of_the_product_and_of_the_organisation() -> None:
    mine, other = make_member(), make_member()
    edition = make_edition()
    ours = make_option(make_assessment(mine, edition=edition), by=mine)
    theirs = make_option(make_assessment(other, edition=edition), by=other)
    bundled = Option.objects.create(edition=make_edition(), slug="bundled")

    assert set(Option.objects.known_to(mine.organisation)) == {ours, bundled}
    assert set(Option.objects.known_to(other.organisation)) == {theirs, bundled}


def test_what_is_said_of_controls_is_told_by_organisation_and_edition() -> None:
    mine, other = make_member(), make_member()
    one, two = make_edition(), make_edition()
    ours, ours_of_two, theirs = _say(one, mine), _say(two, mine), _say(one, other)

    said = ControlChoice.objects

    assert set(said.of_organisation(mine.organisation)) == {ours, ours_of_two}
    assert set(said.of_edition(one)) == {ours, theirs}
    assert list(said.of_organisation(mine.organisation).of_edition(two)) == [ours_of_two]


def test_a_party_holds_what_its_cells_say() -> None:
    edition = make_edition()
    client = edition.parties.get(is_client=True)
    host = edition.parties.get(is_client=False)
    rows = Activity.objects.filter(edition=edition)

    def places(found: object) -> list[int]:
        return [row.position for row in found.in_printed_order()]  # type: ignore[attr-defined]

    first, second, third, fourth, fifth = places(rows)

    assert places(rows.duties_of(client)) == [first, second, third]
    assert places(rows.held_by(client, "I")) == [fourth]
    assert places(rows.held_by(client, "RI")) == [first, second, fourth]
    assert places(rows.not_held_by(client)) == [fifth]
    assert places(rows.not_held_by(host)) == [second]
    assert places(rows.duties_of(host)) == [third, fourth, fifth]
