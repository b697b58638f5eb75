"""Options one can buy, laid over an edition."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from audit.models import Event
from matrix.bundles import Options, OptionTerms, read_options
from matrix.models import Edition, Option, OptionRow
from matrix.readers import MatrixRefused
from matrix.services import (
    OptionsDoNotFit,
    attach_options,
    group_option,
    load_file,
    ungroup_option,
)
from tests.builders import NOW, make_edition, make_member

pytestmark = pytest.mark.django_db

SEED = settings.FIXTURE_DIR / "public-cloud-instances.fr.json"
BACKUPS = OptionTerms(
    "backups", {"fr": "Copies", "en": "Backups"}, {19: ("not_bought", 1), 28: ("bought", 1)}
)


def make_options(edition: Edition) -> Options:
    """Return options of the little page: two rows that exclude each other."""
    return Options(edition.sha256, (BACKUPS,))


def test_the_seed_comes_with_its_three_pairs() -> None:
    edition = load_file(path=SEED, at=NOW).edition

    option = edition.options.get()
    rows = option.rows.order_by("pair", "-applies").values_list(
        "pair", "applies", "activity__line"
    )
    assert list(rows) == [
        (1, "not_bought", 69),
        (1, "bought", 70),
        (2, "not_bought", 90),
        (2, "bought", 91),
        (3, "not_bought", 135),
        (3, "bought", 136),
    ]
    assert option.organisation is None


def test_loading_the_seed_again_changes_nothing() -> None:
    known = load_file(path=SEED, at=NOW).edition.options.get()
    events = Event.objects.count()

    load_file(path=SEED, at=NOW)

    assert Option.objects.get() == known
    assert Event.objects.count() == events


def test_an_option_takes_the_place_of_the_one_of_the_same_name() -> None:
    edition = make_edition()
    [first] = attach_options(edition=edition, options=make_options(edition), at=NOW)
    fewer = replace(BACKUPS, rows={19: ("not_bought", None)})

    [second] = attach_options(edition=edition, options=Options(edition.sha256, (fewer,)), at=NOW)

    assert second == first
    assert [row.activity.line for row in OptionRow.objects.all()] == [19]


def test_an_organisation_groups_and_ungroups_its_own() -> None:
    member = make_member()
    edition = make_edition()
    activity = edition.activities.get(line=19)
    terms = OptionTerms("own", {"fr": "À nous"}, {activity.pk: ("bought", None)})

    option = group_option(
        edition=edition, terms=terms, organisation=member.organisation, by=member.user, at=NOW
    )
    ungroup_option(option=option, by=member.user, at=NOW)

    events = Event.objects.filter(chain=f"organisation:{member.organisation_id}")
    verbs = events.order_by("sequence").values_list("verb", flat=True)
    assert list(verbs)[-2:] == [
        "option-grouped",
        "option-ungrouped",
    ]
    assert not Option.objects.exists()


def test_options_of_one_organisation_are_unknown_to_another() -> None:
    member, other = make_member(), make_member()
    edition = make_edition()
    terms = OptionTerms("own", {"fr": "À nous"}, {})
    own = group_option(edition=edition, terms=terms, organisation=member.organisation, at=NOW)
    [bundled] = attach_options(edition=edition, options=make_options(edition), at=NOW)

    assert set(Option.objects.known_to(member.organisation)) == {own, bundled}
    assert set(Option.objects.known_to(other.organisation)) == {bundled}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"of_sha256": "0" * 64}, "for the file", id="another page"),
        pytest.param(
            {"options": (replace(BACKUPS, rows={2: ("bought", 1)}),)}, "line 2 ", id="no such row"
        ),
    ],
)
def test_options_of_another_page_are_refused(change: dict[str, Any], reason: str) -> None:
    edition = make_edition()
    options = replace(make_options(edition), **change)

    with pytest.raises(OptionsDoNotFit, match=reason):
        attach_options(edition=edition, options=options, at=NOW)

    assert not Option.objects.exists()


def test_a_row_of_another_edition_cannot_be_grouped() -> None:
    edition, other = make_edition(), make_edition()
    foreign = other.activities.get(line=19)
    terms = OptionTerms("x", {}, {foreign.pk: ("bought", None)})

    with pytest.raises(DatabaseError), transaction.atomic():
        group_option(edition=edition, terms=terms, at=NOW)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"[]", id="no object"),
        pytest.param(b"{", id="cut"),
        pytest.param(json.dumps({"of_sha256": "x"}).encode(), id="no options"),
        pytest.param(json.dumps({"of_sha256": "x", "options": [{}]}).encode(), id="no slug"),
    ],
)
def test_a_damaged_file_of_options_is_refused(content: bytes) -> None:
    with pytest.raises(MatrixRefused):
        read_options(content)


def test_the_options_beside_a_page_without_a_bundle_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "page.options.json").write_text("damaged")
    page = tmp_path / "page.fr.md"
    page.write_bytes(SEED.with_suffix(".md").read_bytes())

    with pytest.raises(ValueError, match="whose"):
        load_file(path=page, at=NOW)
