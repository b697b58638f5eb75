"""Folded text and JSON columns, alike on both engines."""

import pytest
from django.db import connection

from audit.models import Event
from database.folding import folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Évaluer la CONFORMITÉ", "evaluer la conformite", id="accents and case"),
        pytest.param("l’élève ʼ `", "l'eleve ' '", id="apostrophes"),
        pytest.param("Œuvre et cœur", "oeuvre et coeur", id="ligatures"),
        pytest.param("  two\u00a0 \n blanks ", "two blanks", id="blanks"),
        pytest.param("ﬁn Straße", "fin strasse", id="compatibility forms"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_text_is_folded_for_search(text: str, expected: str) -> None:
    assert folded(text) == expected


def test_folding_twice_changes_nothing() -> None:
    once = folded("Ça, l’Œuvre — ÉTÉ")

    assert folded(once) == once


def test_json_columns_carry_no_check_that_sqlite_would_refuse() -> None:
    field = Event._meta.get_field("new")

    assert field.db_check(connection) is None  # type: ignore[func-returns-value]
