"""What Remit is made of, for machines: CycloneDX 1.6 in JSON, the same bytes for the same lock."""

import json
import tomllib
import uuid
from collections.abc import Sequence
from typing import Any, Final

from tests.documents.licences import licence_of
from tests.documents.lock import ROOT, Pinned

# Files of others in static/, by the folder or name they are found under in its manifest.
_VENDORED: Final = {
    "Inter": ("OFL-1.1", ("fonts/inter-latin.woff2", "fonts/inter-latin-ext.woff2")),
    "Bootstrap Icons": ("MIT", ("icons.svg",)),
}


def written(running: Sequence[Pinned], with_s3: Sequence[Pinned]) -> str:
    """Return docs/sbom.json. It has no date and no random number."""
    names = {each.name for each in running}
    optional = [each for each in with_s3 if each.name not in names]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    root = {
        "type": "application",
        "bom-ref": "remit",
        "name": project["name"],
        "version": project["version"],
        "licenses": [{"expression": project["license"]}],
    }
    content = {
        "metadata": {"component": root},
        "components": [
            *(_library(each, "required") for each in running),
            *(_library(each, "optional") for each in optional),
            *_vendored(),
        ],
        "dependencies": _dependencies([*running, *optional]),
    }
    serial = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(content, sort_keys=True))
    head = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
    }
    return json.dumps(head | content, indent=1, ensure_ascii=False) + "\n"


def _library(each: Pinned, scope: str) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": _reference(each),
        "name": each.name,
        "version": each.version,
        "scope": scope,
        "licenses": [{"expression": licence_of(each.name)}],
        "purl": _reference(each),
        # A component's own hashes are of one file; a lock allows each that its makers published.
        "externalReferences": [
            {
                "type": "distribution",
                "url": _reference(each),
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in each.hashes],
            }
        ],
        "properties": [{"name": "marker", "value": each.marker}] if each.marker else [],
    }


def _vendored() -> list[dict[str, Any]]:
    manifest = json.loads((ROOT / "static" / "vendor" / "MANIFEST.json").read_text())
    return [
        {
            "type": "file",
            "bom-ref": f"static/{path}",
            "name": f"{name}: static/{path}",
            "hashes": [{"alg": "SHA-256", "content": manifest[path]}],
            "licenses": [{"expression": licence}],
        }
        for name, (licence, paths) in _VENDORED.items()
        for path in paths
    ]


def _dependencies(libraries: Sequence[Pinned]) -> list[dict[str, Any]]:
    references = {each.name: _reference(each) for each in libraries}
    asked: dict[str, set[str]] = {"remit": set(), **{each: set() for each in references.values()}}
    for each in libraries:
        for asker in each.askers:
            by = "remit" if asker.endswith(".in") else references.get(asker, "")
            if by:
                asked[by].add(_reference(each))
    return [{"ref": ref, "dependsOn": sorted(on)} for ref, on in sorted(asked.items())]


def _reference(each: Pinned) -> str:
    return f"pkg:pypi/{each.name}@{each.version}"
