"""Mutants: each is one change, and what is said to people is left alone."""

import pytest

from tests.mutation.__main__ import Score, scores
from tests.mutation.operators import Mutant, mutants_of
from tests.mutation.subjects import SUBJECTS, reviewed

BODY = '''
def may(role, *, is_on=False):
    """Tell whether a role may do more than nothing."""
    if is_on and role == "manager":
        raise ValueError("this is not for you")
    return {body}
'''


def _changes(body: str, path: str = "a.py") -> set[str]:
    return {mutant.change for mutant in mutants_of(path, BODY.format(body=body))}


@pytest.mark.parametrize(
    ("body", "change"),
    [
        ("a < b", "a < b → a <= b"),
        ("a in b", "a in b → a not in b"),
        ("a or b", "a or b → a and b"),
        ("a or b", "a or b → b"),
        ("not a", "not a → a"),
        ("~a", "~a → a"),
        ("a | b", "a | b → a & b"),
        ("9", "9 → 10"),
        ("2_000", "2000 → 2000000"),
        ("True", "True → False"),
        ("'word'", "'word' → 'XXwordXX'"),
        ("q.filter(a=1, b=2)", "q.filter(a=1, b=2) → q.filter(b=2)"),
        ("q.filter(a, b)", "q.filter(a, b) → q.filter(a)"),
        ("q.current().first()", "q.current() → q"),
        ("{1, 2}", "{1, 2} → {2}"),
        ("{1: a, 2: b}", "{1: a, 2: b} → {1: b, 2: b}"),
        ("a if b else c", "a if b else c → a if not b else c"),
        ("[a for a in b if a.c]", "for a in b if a.c → for a in b"),
        ("Role.MANAGER", "Role.MANAGER → Role.CONTRIBUTOR"),
        ("a", "return a → return None"),
    ],
)
def test_a_rule_is_changed_where_it_stands(body: str, change: str) -> None:
    assert change.strip() in {each.strip() for each in _changes(body)}


def test_a_refusal_is_left_out_and_a_default_is_turned() -> None:
    changes = _changes("a")

    assert "raise ValueError('this is not for you') → pass" in changes
    assert "False → True" in changes


def test_sentences_docstrings_and_annotations_are_left_alone() -> None:
    source = 'A: Final["x"] = 1\n\ndef f(a: "x") -> "y":\n    """Say."""\n    g(f"{a} is wrong")\n'

    changes = {mutant.change for mutant in mutants_of("a.py", source)}

    assert changes == {"1 → 2", "g(f'{a} is wrong') → pass"}


def test_the_condition_of_a_trigger_is_changed_as_sql() -> None:
    source = 'A = ("NEW.a <> OLD.a AND OLD.b IS NULL",)\n'

    changes = {mutant.change for mutant in mutants_of("app/triggers.py", source)}

    became = {change.partition(" → ")[2] for change in changes}
    assert {
        "('NEW.a <> OLD.a OR OLD.b IS NULL',)",
        "('NEW.a = OLD.a AND OLD.b IS NULL',)",
        "('NEW.a <> OLD.a AND OLD.b IS NOT NULL',)",
    } <= became
    assert not any("XX" in change for change in changes)


def test_what_a_module_sets_is_computed_again_with_all_that_follows_from_it() -> None:
    source = "A = {1, 2}\nB = 5\nC = A | {3}\nD = C\n"

    [dropped] = [each for each in mutants_of("a.py", source) if each.change == "{1, 2} → {2}"]
    found: dict[str, object] = {"A": {1, 2}, "B": 5, "C": {1, 2, 3}, "D": {1, 2, 3}}
    exec(dropped.code, found)  # noqa: S102 - the four lines above

    assert dropped.sets == ("A", "C", "D")
    assert (found["A"], found["B"], found["D"]) == ({2}, 5, {2, 3})


def test_only_what_is_asked_for_is_mutated() -> None:
    source = "def f():\n    return 1\n\nclass AQuerySet:\n    def g(self):\n        return 2\n"

    scopes = {each.scope for each in mutants_of("a.py", source, ("*QuerySet.*",))}

    assert scopes == {"AQuerySet.g"}


def test_a_score_counts_what_was_tried() -> None:
    told = {"killed": [["a.py", 1, "x"]] * 9, "survived": [["b.py", 1, "y"]], "left": []}

    found = list(scores("rights", told))

    assert [str(each) for each in found] == [
        "100.0 % (9 of 9 mutants killed)",
        "0.0 % (0 of 1 mutants killed)",
        "90.0 % (9 of 10 mutants killed)",
    ]
    assert str(Score("none", 0, 0, 3)) == "none of 3 mutants tried"


@pytest.mark.thorough
def test_a_mutant_called_equivalent_exists_and_has_a_reason() -> None:
    listed = reviewed()
    paths = {name.partition("::")[0] for name in listed}

    made: set[str] = {each.name for each in _all_mutants(paths)}

    assert set(listed) <= made
    assert all(listed.values())


def _all_mutants(paths: set[str]) -> list[Mutant]:
    from pathlib import Path

    return [
        mutant
        for each in SUBJECTS
        for path, scopes in each.sources.items()
        if path in paths
        for mutant in mutants_of(path, Path(path).read_text("utf-8"), scopes)
    ]
