"""Rules about the texts of the interface: each is there in French, and typeset as French is."""

import re
from pathlib import Path

import polib
import pytest

from tests.messages import CATALOGUES, Message, compiled, in_source

FRENCH = Path("locale/fr/LC_MESSAGES/django.po")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def entries() -> list[polib.POEntry]:
    """Return the entries of the French catalogue."""
    found = [path for path in CATALOGUES if path.match(str(FRENCH))]
    return [entry for path in found for entry in polib.pofile(str(path)) if not entry.obsolete]


def _texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def test_every_text_is_in_french(entries: list[polib.POEntry]) -> None:
    translated = {
        Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")
        for entry in entries
        if all(_texts(entry)) and not entry.fuzzy
    }

    missing = [f"{place}: {text}" for text, place in in_source().items() if text not in translated]

    assert not missing


def test_no_translation_is_fuzzy_or_empty(entries: list[polib.POEntry]) -> None:
    assert entries
    assert not [entry.msgid for entry in entries if entry.fuzzy or not all(_texts(entry))]


def test_translations_keep_the_placeholders(entries: list[polib.POEntry]) -> None:
    differing = [
        entry.msgid
        for entry in entries
        for text in _texts(entry)
        if not set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(_source(entry)))
        or (text == entry.msgstr and _placeholders(text) != _placeholders(entry.msgid))
    ]

    assert not differing


def _source(entry: polib.POEntry) -> str:
    return f"{entry.msgid}{entry.msgid_plural or ''}"


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def test_french_is_typeset_as_french(entries: list[polib.POEntry]) -> None:
    # A straight apostrophe between letters, or a breaking space before high punctuation.
    faulty = re.compile(r"[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]| [:;?!»](?:\s|$)| %(?![(sd])|« ")

    assert not [text for entry in entries for text in _texts(entry) if faulty.search(text)]


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_the_compiled_catalogue_is_up_to_date(catalogue: Path) -> None:
    committed = catalogue.with_suffix(".mo")

    assert committed.read_bytes() == compiled(catalogue)
