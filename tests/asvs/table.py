"""The requirements, the tests that carry their ids, and the table of both."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
TABLE: Final = ROOT / "docs" / "asvs.md"
REQUIREMENTS: Final = Path(__file__).with_name("requirements.txt")

# What each state is called in the table, in the order of the summary.
STATES: Final = {
    "proved": "proved",
    "built": "by construction",
    "operator": "by whoever runs it",
    "open": "not yet",
    "absent": "does not apply",
}
CHAPTERS: Final = {
    "1": "Encoding and sanitisation",
    "2": "Validation and business logic",
    "3": "Web front end",
    "4": "API and web service",
    "5": "Files",
    "6": "Authentication",
    "7": "Sessions",
    "8": "Authorisation",
    "9": "Self-contained tokens",
    "10": "OAuth and OpenID Connect",
    "11": "Cryptography",
    "12": "Secure communication",
    "13": "Configuration",
    "14": "Data protection",
    "15": "Secure coding and architecture",
    "16": "Logging and errors",
    "17": "WebRTC",
}
_LINE: Final = re.compile(r"(\d+\.\d+\.\d+) ([123]) (\w+) \| (.+?) \|(?: (.*))?")
# [file :: words that stand in it]
PLACE: Final = re.compile(r"\[(\S+) :: (.+?)\](?=$|[;:,.]? |[;,.])")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement of the standard, and how it is met: `state` is one of `STATES`."""

    number: str
    level: int
    state: str
    title: str
    how: str

    @property
    def chapter(self) -> str:
        """Return the number of its chapter."""
        return self.number.split(".")[0]


def requirements() -> list[Requirement]:
    """Return what requirements.txt lists. A line that is none raises `ValueError`."""
    lines = REQUIREMENTS.read_text().splitlines()
    return [_read(line) for line in lines if line and not line.startswith("#")]


def _read(line: str) -> Requirement:
    found = _LINE.fullmatch(line)
    if found is None or found[3] not in STATES:
        raise ValueError(line)
    number, level, state, title, how = found.groups()
    return Requirement(number, int(level), state, title, how or "")


@cache
def markers() -> dict[str, list[str]]:
    """Return the tests that carry each id: `file.py::test`, or `file.py` for all of a file."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        source = path.read_text()
        if ".asvs(" in source:
            file = str(path.relative_to(ROOT))
            for number, name in _marked(ast.parse(source)):
                found.setdefault(number, []).append(f"{file}::{name}" if name else file)
    return found


def _marked(module: ast.Module) -> Iterator[tuple[str, str]]:
    for statement in module.body:
        if isinstance(statement, ast.FunctionDef):
            for decorator in statement.decorator_list:
                yield from ((number, statement.name) for number in _numbers(decorator))
        elif isinstance(statement, ast.Assign):
            yield from ((number, "") for number in _numbers(statement.value))


def _numbers(inside: ast.AST) -> Iterator[str]:
    for node in ast.walk(inside):
        is_marker = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if is_marker and node.func.attr == "asvs":  # type: ignore[attr-defined]
            yield from (str(each.value) for each in node.args)  # type: ignore[attr-defined]


def places(requirement: Requirement) -> list[tuple[str, str]]:
    """Return the files that a requirement points to, with the words that must stand in each."""
    return [(file, words) for file, words in PLACE.findall(requirement.how)]


def written(listed: Sequence[Requirement], proofs: Mapping[str, Sequence[str]]) -> str:
    """Return docs/asvs.md."""
    counted = Counter((each.level, each.state) for each in listed)
    parts = [_HEAD, "| level | " + " | ".join(STATES.values()) + " | all |"]
    parts.append("|---" * (len(STATES) + 2) + "|")
    for level in (1, 2):
        row = [counted[level, state] for state in STATES]
        parts.append(f"| {level} | " + " | ".join(map(str, row)) + f" | {sum(row)} |")
    for chapter, title in CHAPTERS.items():
        parts += [f"\n## V{chapter} {title}\n", "| id | level | what | how |", "|---|---|---|---|"]
        parts += [_row(each, proofs) for each in listed if each.chapter == chapter]
    return "\n".join(parts) + "\n"


def _row(requirement: Requirement, proofs: Mapping[str, Sequence[str]]) -> str:
    tests = proofs.get(requirement.number, ())
    said = STATES[requirement.state]
    if requirement.state == "open" and tests:
        said = "in part"
    how = PLACE.sub(lambda found: f"[{found[1]}]({_beside(found[1])})", requirement.how)
    pieces = [f"**{said}**", how.replace("|", "\\|"), _named(tests)]
    text = ": ".join(piece for piece in pieces if piece)
    return f"| {requirement.number} | {requirement.level} | {requirement.title} | {text} |"


def _named(tests: Sequence[str]) -> str:
    shown = [f"`{test}`" for test in sorted(tests)]
    return "<br>".join(shown)


def _beside(file: str) -> str:
    return file.removeprefix("docs/") if file.startswith("docs/") else f"../{file}"


_HEAD: Final = """\
# What is proved of OWASP ASVS 5.0

Every requirement of levels 1 and 2 of the Application Security Verification Standard 5.0.0, in
our own short words (the standard's own are on its site), and those of level 3 that a test
proves. Written by `make documents` from `tests/asvs/requirements.txt` and the markers of the
tests: change those.

- **proved**: the tests named carry the id, and fail when it is broken.
- **by construction**: the code leaves no other way; the file named shows it.
- **by whoever runs it**: outside of what Remit is; docs/security.md says what to do.
- **not yet**: not met; **in part** where tests prove some of it. The reason stands beside it.
- **does not apply**: there is no such thing here.
"""
