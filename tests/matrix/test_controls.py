"""Controls of rows: what is suggested, what a person types, what an organisation says."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import Membership
from audit.models import Event, chain_of
from matrix.models import ControlChoice, Edition, Framework
from matrix.readers.controls import (
    MOST,
    IdentifierOdd,
    read_control_file,
    read_identifiers,
    sorted_identifiers,
)
from matrix.selectors.controls import _files, confirmed_controls, controls_of
from matrix.services.controls import (
    CHOSEN,
    ControlEntry,
    ControlsStale,
    RowUnknown,
    choose_controls,
)
from tests.builders import NOW, make_edition, make_member

pytestmark = pytest.mark.django_db

ISO = Framework.ISO_27001
SHIPPED = Path(settings.FIXTURE_DIR) / "public-cloud-instances.controls.json"


def row_ids(edition: Edition) -> list[int]:
    """Return the ids of the rows of an edition in printed order."""
    return list(edition.activities.in_printed_order().values_list("pk", flat=True))


def choose(edition: Edition, *entries: ControlEntry, by: Membership, framework: str = ISO) -> int:
    """Say which controls rows belong to."""
    return choose_controls(edition=edition, framework=framework, entries=entries, by=by, at=NOW)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("", (), id="nothing"),
        pytest.param(" A.5.23 , A.8.6;A.5.9\nA.5.9 ", ("A.5.9", "A.5.23", "A.8.6"), id="many"),
        pytest.param("12.8.1|SA-9(5) GV.SC-06", ("12.8.1", "GV.SC-06", "SA-9(5)"), id="styles"),
    ],
)
def test_identifiers_are_read_each_once_and_in_order(typed: str, read: tuple[str, ...]) -> None:
    assert read_identifiers(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("A.5.23 <b>", id="marks"),
        pytest.param("=cmd", id="formula"),
        pytest.param("A" * 33, id="long"),
        pytest.param(" ".join(f"A.{n}" for n in range(MOST + 1)), id="too-many"),
    ],
)
def test_what_is_no_identifier_is_refused(typed: str) -> None:
    with pytest.raises(IdentifierOdd):
        read_identifiers(typed)


def test_every_row_of_the_page_we_ship_has_suggestions_and_a_reason_in_both_languages() -> None:
    file = read_control_file(SHIPPED.read_bytes())

    every = file.rows.values()
    assert len(file.rows) == 57
    assert {name for row in every for name in row.identifiers} == set(Framework.values)
    assert all(row.identifiers[ISO] and set(row.reason) == {"en", "fr"} for row in every)
    for row in every:
        for identifiers in row.identifiers.values():
            assert read_identifiers(" ".join(identifiers)) == identifiers


def test_numbers_are_ordered_as_numbers() -> None:
    assert sorted_identifiers(["A.10", "A.9", "B.1", "10.1", "9.1"]) == (
        "9.1",
        "10.1",
        "A.9",
        "A.10",
        "B.1",
    )


def test_a_row_has_what_is_suggested_until_its_organisation_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager, stranger = make_member(), make_member()
    edition = make_edition()
    first, second, *_ = edition.activities.in_printed_order()
    suggest(tmp_path, edition, first.line, monkeypatch)
    choose(edition, ControlEntry(second.pk, 0, ("A.8.6",)), by=manager)

    ours, theirs = (
        controls_of(edition, organisation=member.organisation, framework=ISO, language="fr")
        for member in (manager, stranger)
    )

    assert (ours[first.pk].identifiers, ours[first.pk].is_confirmed) == (("A.5.9",), False)
    assert (ours[first.pk].reason, ours[first.pk].text) == ("parce que", "A.5.9")
    assert (ours[second.pk].identifiers, ours[second.pk].is_confirmed) == (("A.8.6",), True)
    assert (theirs[second.pk].identifiers, theirs[second.pk].revision) == ((), 0)


def test_a_reason_is_in_english_where_the_reader_s_language_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = make_edition()
    first = edition.activities.in_printed_order()[0]
    suggest(tmp_path, edition, first.line, monkeypatch)
    organisation = make_member().organisation

    found = controls_of(edition, organisation=organisation, framework=ISO, language="de")
    others = controls_of(
        edition, organisation=organisation, framework=Framework.PCI_DSS, language="en"
    )

    assert found[first.pk].reason == "because"
    assert (others[first.pk].reason, others[first.pk].suggested) == ("", ())


def test_what_is_said_is_kept_told_and_can_be_changed() -> None:
    manager = make_member()
    edition = make_edition()
    first, second, *_ = row_ids(edition)
    choose(edition, ControlEntry(first, 0, ("A.5.9",)), ControlEntry(second, 0, ()), by=manager)

    again = choose(edition, ControlEntry(first, 1, ("A.5.9",)), by=manager)
    changed = choose(edition, ControlEntry(first, 1, ("A.8.6",)), by=manager)

    events = Event.objects.of_chain(chain_of(manager.organisation_id)).filter(verb=CHOSEN)
    last = events.order_by("sequence").last()
    assert last is not None
    assert (again, changed, events.count()) == (0, 1, 3)
    assert (last.old["controls"], last.new["controls"]) == ("A.5.9", "A.8.6")
    assert ControlChoice.objects.get(activity=first).revision == 2
    assert ControlChoice.objects.get(activity=second).identifiers == []


def test_confirmed_controls_are_those_of_every_framework() -> None:
    manager = make_member()
    edition = make_edition()
    first = row_ids(edition)[0]
    choose(edition, ControlEntry(first, 0, ("A.5.9",)), by=manager)
    choose(edition, ControlEntry(first, 0, ("SA-9",)), by=manager, framework=Framework.NIST_800_53)

    found = confirmed_controls(edition, organisation=manager.organisation)

    assert found == {first: (("iso-27001-2022", "A.5.9"), ("nist-800-53-r5", "SA-9"))}


@pytest.mark.parametrize("revision", [0, 2])
def test_what_somebody_else_said_in_between_is_not_overwritten(revision: int) -> None:
    manager = make_member()
    edition = make_edition()
    first, second, *_ = row_ids(edition)
    choose(edition, ControlEntry(first, 0, ("A.5.9",)), by=manager)
    entries = [ControlEntry(second, 0, ("A.8.6",)), ControlEntry(first, revision, ("A.8.6",))]

    with pytest.raises(ControlsStale):
        choose(edition, *entries, by=manager)

    assert list(ControlChoice.objects.values_list("activity", "identifiers")) == [
        (first, ["A.5.9"])
    ]


def test_a_row_of_another_edition_is_refused() -> None:
    manager = make_member()
    elsewhere = row_ids(make_edition())[0]

    with pytest.raises(RowUnknown):
        choose(make_edition(), ControlEntry(elsewhere, 0, ("A.5.9",)), by=manager)


def test_a_stranger_cannot_be_who_said_it() -> None:
    manager, stranger = make_member(), make_member()
    edition = make_edition()
    choose(edition, ControlEntry(row_ids(edition)[0], 0, ("A.5.9",)), by=manager)

    with pytest.raises(IntegrityError), transaction.atomic():
        ControlChoice.objects.update(chosen_by=stranger)


def suggest(folder: Path, edition: Edition, line: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the product suggest A.5.9 for one line of an edition, and nothing else."""
    text = (
        f'{{"of_sha256": "{edition.sha256}", "rows": [{{"line": {line}, '
        '"controls": {"iso-27001-2022": ["A.5.9"]}, '
        '"reason": {"en": "because", "fr": "parce que"}}]}'
    )
    (folder / "page.controls.json").write_text(text, "utf-8")
    monkeypatch.setattr(settings, "FIXTURE_DIR", folder)
    _files.cache_clear()
