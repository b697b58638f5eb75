"""Attaching texts in another language."""

from dataclasses import replace

import pytest

from audit.models import Event
from matrix.bundles import Labels
from matrix.readers import MatrixRefused
from matrix.services import LabelsDoNotFit, attach_labels
from tests.builders import NOW, make_edition, make_labels

pytestmark = pytest.mark.django_db


def test_labels_are_laid_over_an_edition() -> None:
    edition = make_edition()

    make_labels(edition)

    label_set = edition.label_sets.get()
    label = label_set.activities.get(activity__position=3)
    assert label.text == "en Vérifier l’intégrité des copies"
    assert label.folded == "en verifier l'integrite des copies"
    assert label_set.sections.count() == edition.sections.count()
    assert edition.activities.get(position=3).text == "Vérifier l’intégrité des copies"


def test_the_same_labels_again_change_nothing() -> None:
    edition = make_edition()
    make_labels(edition)
    events = Event.objects.count()
    known = edition.label_sets.get()

    make_labels(edition)

    assert edition.label_sets.get() == known
    assert Event.objects.count() == events


def test_other_labels_in_the_same_language_take_the_place_of_the_first() -> None:
    edition = make_edition()
    make_labels(edition)
    labels = Labels(
        language="en", of_sha256=edition.sha256, by="somebody", activities={19: "Choose"}
    )

    attach_labels(edition=edition, labels=labels, at=NOW)

    label_set = edition.label_sets.get()
    assert label_set.by == "somebody"
    assert [label.text for label in label_set.activities.all()] == ["Choose"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"of_sha256": "0" * 64}, "translate the file", id="another-page"),
        pytest.param({"activities": {1: "?"}}, "line 1 ", id="no-such-activity"),
        pytest.param({"sections": {2: "?"}}, "line 2 ", id="no-such-section"),
    ],
)
def test_labels_of_another_page_are_refused_whole(change: dict[str, object], reason: str) -> None:
    edition = make_edition()
    labels = replace(Labels("en", edition.sha256, "us"), **change)  # type: ignore[arg-type]

    with pytest.raises(LabelsDoNotFit, match=reason):
        attach_labels(edition=edition, labels=labels, at=NOW)

    assert not edition.label_sets.exists()


def test_a_label_longer_than_its_column_is_refused() -> None:
    edition = make_edition()
    line = edition.sections.values_list("line", flat=True).order_by("line")[0]
    labels = Labels("en", edition.sha256, "us", sections={line: "S" * 501})

    with pytest.raises(MatrixRefused):
        attach_labels(edition=edition, labels=labels, at=NOW)

    assert not edition.label_sets.exists()
