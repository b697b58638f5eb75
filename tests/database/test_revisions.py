"""Rows are changed only as they were read, however many they are."""

import pytest

from assessments.models import Answer
from database.revisions import as_read
from tests.builders import make_assessment

pytestmark = pytest.mark.django_db


def test_rows_of_any_revision_are_found_unless_somebody_changed_them() -> None:
    rows = list(Answer.objects.of_assessment(make_assessment()).in_printed_order()[:3])
    Answer.objects.filter(pk=rows[1].pk).update(revision=7)
    as_it_was, rows[1] = rows[1], Answer.objects.get(pk=rows[1].pk)

    found = Answer.objects.filter(as_read(rows))
    found_before = Answer.objects.filter(as_read([rows[0], as_it_was]))

    assert set(found) == set(rows)
    assert set(found_before) == {rows[0]}


def test_thousands_of_rows_are_one_condition() -> None:
    rows = [Answer(pk=-number, revision=1 + number % 3) for number in range(1, 3001)]

    written = Answer.objects.filter(as_read(rows)).update(note="of nobody")

    assert written == 0
