"""Checking OSCAL documents: against NIST's schemas, and that each reference ends in the file."""

import json
import re
from base64 import b64decode
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft7Validator, FormatChecker

SCHEMAS: Final = Path(__file__).parent / "schemas"
SCHEMA_OF: Final = {
    "assessment-results": "oscal_assessment-results_schema.json",
    "plan-of-action-and-milestones": "oscal_poam_schema.json",
}
# Which list of the document each reference points into.
POINTS_INTO: Final = {
    "observation-uuid": "observations",
    "risk-uuid": "risks",
    "finding-uuid": "findings",
    "subject-uuid": "components",
    "party-uuid": "parties",
    "party-uuids": "parties",
    "actor-uuid": "parties",
    "member-of-organizations": "parties",
    "role-id": "roles",
}
CONTROLS: Final = {"control-id": "controls", "statement-ids": "parts", "target-id": "parts"}
_URI_REFERENCE = re.compile(r"^[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*$")

formats = FormatChecker(formats=())


@formats.checks("date-time")
def is_date_time(value: object) -> bool:
    """Tell whether a text is a moment with its zone."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@formats.checks("uri-reference")
def is_uri_reference(value: object) -> bool:
    """Tell whether a text has only the letters of RFC 3986."""
    return not isinstance(value, str) or bool(_URI_REFERENCE.match(value))


def schema_errors(document: Any) -> list[str]:
    """Return what NIST's schema has against a document, each with its place."""
    root = next(key for key in document if key != "$schema")
    found = _validator(SCHEMA_OF[root]).iter_errors(document)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


def dangling(document: Any) -> list[str]:
    """Return the references of a document that end nowhere in it, each with its name."""
    defined = _defined(document)
    for catalog in embedded_catalogs(document):
        for name, ids in _defined(catalog).items():
            defined[f"catalog {name}"] |= ids
    return [
        f"{name}: {value}"
        for name, value in _references(document)
        if value not in defined[_target(name)]
    ]


def uuids(document: Any) -> list[str]:
    """Return every id that a document, or the catalog in it, gives to something of its own."""
    both = [document, *embedded_catalogs(document)]
    return [each["uuid"] for one in both for _, each in _objects(one) if "uuid" in each]


def repeated(document: Any) -> list[str]:
    """Return the ids that are given twice."""
    return [each for each, times in Counter(uuids(document)).items() if times > 1]


def embedded_catalogs(document: Any) -> list[Any]:
    """Return the catalogs in the back matter."""
    found = [each["base64"] for _, each in _objects(document) if "base64" in each]
    files = [each for each in found if each["media-type"] == "application/json"]
    return [json.loads(b64decode(each["value"])) for each in files]


@cache
def _validator(name: str) -> Draft7Validator:
    text = (SCHEMAS / name).read_text("utf-8")
    # Python's patterns have no \p: letters are word characters without digits and underline.
    python = text.replace(r"\\p{L}", r"[^\\W\\d_]").replace(r"\\p{N}", r"\\d")
    schema = json.loads(python)
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema, format_checker=formats)


def _target(name: str) -> str:
    if name == "href":
        return "resources"
    return f"catalog {CONTROLS[name]}" if name in CONTROLS else POINTS_INTO[name]


def _references(document: Any) -> Iterator[tuple[str, str]]:
    for _, each in _objects(document):
        for name, value in each.items():
            if name == "href" and value.startswith("#"):
                yield name, value[1:]
            elif name in POINTS_INTO or name in CONTROLS or name.endswith(("-uuid", "-uuids")):
                yield from ((name, one) for one in (value if isinstance(value, list) else [value]))


def _defined(document: Any) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, each in _objects(document):
        found[name] |= {each[key] for key in ("uuid", "id") if key in each}
    return found


def _objects(value: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object with the name of the list or field it is in."""
    if isinstance(value, dict):
        yield name, value
        for key, inner in value.items():
            yield from _objects(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner, name)
