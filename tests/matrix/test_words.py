"""Findings in words."""

import pytest
from django.utils import translation

from matrix.readers import SEVERITIES
from matrix.words import finding_name, finding_sentence, known_codes


def test_every_code_of_the_closed_list_has_a_name() -> None:
    assert known_codes() == SEVERITIES.keys()


@pytest.mark.parametrize("code", sorted(SEVERITIES))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_finding_has_a_sentence_with_what_was_printed(code: str, language: str) -> None:
    with translation.override(language):
        name = finding_name(code)
        sentence = finding_sentence(code, cell="{Client}", values=("a{0}", "", "c"))

    assert name
    assert sentence.endswith((".", "c"))


def test_a_missing_column_is_named() -> None:
    with translation.override("en"):
        sentence = finding_sentence("roles-missing", cell="OVHcloud", values=())

    assert sentence == "This table has no column for OVHcloud."


def test_printed_braces_are_kept() -> None:
    with translation.override("en"):
        sentence = finding_sentence("cell-unknown", cell="Client", values=("{x}",))

    assert "“{x}”" in sentence
