"""Every kind of event the product writes has words, and no words are left over."""

import ast
import re
from pathlib import Path

import pytest

from assessments.words.events import VERBS, Told, said_field, sentence, verb_label
from assessments.words.kinds import kind_label
from tests.messages import APPS, ROOT

WRITES_EVENTS = re.compile(r"\b(?:Happening|append_events|_?tell\w*)\b")
VERB = re.compile(r"[a-z]+(?:-[a-z]+)+$")
# Strings of those modules that look like a verb and are none.
NO_VERBS = {"auto-generated"}
# Of the installation's own chain, which no page of an organisation shows.
INSTALLATION_S = {"installation-restored"}
# Done by whoever holds a link: nobody knows who that is.
NOBODY_S = {"share-link-opened", "share-link-used"}


def _strings(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text()))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
    return {text for text in texts if isinstance(text, str) and VERB.match(text)}


def _written() -> set[str]:
    modules = [
        path
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if {"services", "services.py", "adapter"} & set(path.parts)
        and WRITES_EVENTS.search(path.read_text())
    ]
    return {text for path in modules for text in _strings(path)} - NO_VERBS - INSTALLATION_S


def test_every_verb_in_the_sources_has_words_and_all_words_are_used() -> None:
    written = _written()

    assert written - VERBS.keys() == set()
    assert VERBS.keys() - written == set()


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_sentence_can_be_said(verb: str) -> None:
    who = "Somebody" if verb in NOBODY_S else "Jeanne Goff"

    said = sentence(Told(verb, who="Jeanne Goff", thing="Réseau"))

    assert said.startswith(f"{who} ")
    assert "%(" not in said


@pytest.mark.parametrize(
    ("verb", "old", "new", "said"),
    [
        pytest.param(
            "answer-changed",
            {"coverage": "unanswered", "note": "–"},
            {"coverage": "covered", "note": "Seen"},
            "Jeanne Goff answered “covered” (was: unanswered)",
            id="an answer comes before a note",
        ),
        pytest.param(
            "answer-changed",
            {"owner": "nobody"},
            {"owner": "Karim Benali"},
            "Jeanne Goff gave the row to Karim Benali (was: nobody)",
            id="an owner",
        ),
        pytest.param(
            "answer-changed",
            {"note": "–"},
            {"note": "100 % done"},
            "Jeanne Goff wrote in the note",
            id="a note is shown beneath",
        ),
        pytest.param(
            "answer-changed",
            {"is_to_recheck": "yes"},
            {"is_to_recheck": "no"},
            "Jeanne Goff changed the row",
            id="another field",
        ),
        pytest.param(
            "answer-change-undone",
            {"coverage": "100 %"},
            {"coverage": "gap"},
            "Jeanne Goff took a change back: “gap” again (was: 100 %)",
            id="a change taken back",
        ),
        pytest.param(
            "role-changed",
            {"role": "Viewer"},
            {"role": "Manager"},
            "Jeanne Goff changed the role of Réseau: Manager (was: Viewer)",
            id="a role",
        ),
    ],
)
def test_a_sentence_says_what_changed(
    verb: str, old: dict[str, str], new: dict[str, str], said: str
) -> None:
    told = Told(verb, "Jeanne Goff", "Réseau", old, new)

    assert sentence(told) == said


def test_what_a_sentence_says_is_not_said_again() -> None:
    values = {"coverage": "covered"}, {"coverage": "gap"}

    fields = [
        said_field(Told("answer-changed", "J", "", *values)),
        said_field(Told("answer-changed", "J", "", {}, {"note": "n"})),
        said_field(Told("answer-opened", "J", "", *values)),
    ]

    assert fields == ["coverage", "", ""]


def test_what_nobody_has_words_for_is_named_as_it_is_stored() -> None:
    told = Told("moon-reached", "Jeanne Goff")

    assert sentence(told) == "Jeanne Goff: moon-reached"
    assert verb_label("moon-reached") == "moon-reached"
    assert kind_label("moon") == "moon"
