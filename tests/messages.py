"""The texts of the interface: which the source asks for, and which the catalogue has.

`python -m tests.messages` compiles every `.po` of locale/ to the `.mo` that is committed beside
it, without gettext. The rules in test_rules.py compare source and catalogue.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "raci_project",
    "backups",
    "assessments",
    "matrix",
    "evidence",
    "accounts",
    "jobs",
    "audit",
    "database",
)
CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))

# How many arguments of each function are text, and whether the first is a context.
_FUNCTIONS = {"gettext": (1, False), "ngettext": (2, False), "pgettext": (2, True)}
_FUNCTIONS |= {"npgettext": (3, True), "gettext_noop": (1, False)}
_FUNCTIONS |= {f"{name}_lazy": shape for name, shape in list(_FUNCTIONS.items())}
_CALL = re.compile(r"\b(gettext|ngettext|pgettext|npgettext)\(")


class Message(NamedTuple):
    """One text asked for: its context ("" for none), the text, its plural ("" for none)."""

    context: str
    text: str
    plural: str


def compiled(catalogue: Path) -> bytes:
    """Return a `.po` file as the bytes of its `.mo`."""
    content: bytes = polib.pofile(str(catalogue)).to_binary()
    return content


def in_source() -> dict[Message, str]:
    """Return every text that Python and templates ask for, with the first place that does."""
    found: dict[Message, str] = {}
    for path in sorted(path for app in APPS for path in (ROOT / app).rglob("*.py")):
        if "migrations" not in path.parts:
            for message, line in _of_python(path.read_text()):
                found.setdefault(message, f"{path.relative_to(ROOT)}:{line}")
    for path in sorted((ROOT / "templates").rglob("*.*")):
        for message, line in _of_template(path.read_text()):
            found.setdefault(message, f"{path.relative_to(ROOT)}:{line}")
    return found


def _of_python(text: str) -> Iterator[tuple[Message, int]]:
    tree = ast.parse(text)
    names = {name: name for name in _FUNCTIONS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names |= {each.asname: each.name for each in node.names if each.asname}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := names.get(_name(node.func))) in _FUNCTIONS:
            yield _message(name, node.args), node.lineno


def _of_template(text: str) -> Iterator[tuple[Message, int]]:
    """Read what Django's own extraction turns a template into, call by call."""
    code = templatize(text)
    for match in _CALL.finditer(code):
        call = _first_call(code[match.start() :])
        yield _message(match[1], call.args), code.count("\n", 0, match.start()) + 1


def _first_call(code: str) -> ast.Call:
    for end in (match.end() for match in re.finditer(r"\)", code)):
        try:
            tree = ast.parse(code[:end], mode="eval")
        except SyntaxError:
            continue
        if isinstance(tree.body, ast.Call):
            return tree.body
    raise ValueError(f"no whole call in {code[:80]!r}")


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _message(name: str, arguments: list[ast.expr]) -> Message:
    size, has_context = _FUNCTIONS[name]
    texts = [ast.literal_eval(each) for each in arguments[:size]]
    context = texts.pop(0) if has_context else ""
    return Message(context, texts[0], texts[1] if len(texts) > 1 else "")


if __name__ == "__main__":
    for each in CATALOGUES:
        each.with_suffix(".mo").write_bytes(compiled(each))
