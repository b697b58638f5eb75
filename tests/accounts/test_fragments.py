"""A part of a page is drawn once for the same values, and never for others."""

import pytest
from django.template import engines
from django.utils import translation
from django.utils.safestring import mark_safe

from accounts.fragments import fragment

COVERAGE = "components/_coverage.html"


def drawn_letters(party: str) -> str:
    """Return a piece that shows a name."""
    return fragment("components/_letters.html", letters="RA", kind="client", party=party)


def test_a_fragment_is_what_an_include_draws() -> None:
    template = engines["django"].from_string(
        '{% include "components/_coverage.html" with state="gap" only %}'
        '|{% fragment "components/_coverage.html" state="gap" %}'
    )

    included, drawn = template.render({}).split("|")

    assert drawn == included


def test_text_that_is_escaped_is_not_taken_for_the_same_text_marked_safe() -> None:
    safe = drawn_letters(mark_safe("<b>Client</b>"))

    plain = drawn_letters("<b>Client</b>")

    assert "<b>Client</b>" in safe
    assert "&lt;b&gt;Client&lt;/b&gt;" in plain


def test_a_fragment_speaks_the_language_in_force() -> None:
    with translation.override("fr"):
        french = fragment(COVERAGE, state="covered")

    with translation.override("en"):
        english = fragment(COVERAGE, state="covered")

    assert "couvert" in french
    assert "covered" in english


def test_a_value_that_may_change_unseen_is_refused() -> None:
    with pytest.raises(TypeError):
        fragment(COVERAGE, state=["covered"])  # type: ignore[arg-type]
