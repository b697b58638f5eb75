"""Under which licence each library is, and which of them we may not take."""

import re
from collections.abc import Sequence
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from typing import Final

from tests.documents.lock import Pinned

UNKNOWN: Final = "unknown"

# Whoever changes such a library passes the change on; using it asks nothing of what uses it.
WEAK_COPYLEFT: Final = ("LGPL", "MPL", "EPL")
# Would bind Remit as a whole, or leaves open what is allowed.
FORBIDDEN: Final = ("AGPL", "GPL", "SSPL", "BUSL", "CC-BY-NC", "Commons-Clause", UNKNOWN)

# Read by hand in the source of each, where its metadata names none or is not clear.
_READ: Final = {
    "colorama": "BSD-3-Clause",  # on Windows only
    "django-tables2": "BSD-2-Clause",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",  # its list of suffixes is MPL
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "tzdata": "Apache-2.0",
}
# What metadata calls them, and what SPDX does.
_NAMES: Final = {
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "mit": "MIT",
    "mit license": "MIT",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
}
_SPDX: Final = re.compile(r"[\w.+-]+(?:(?: OR | AND | WITH )[\w.+-]+)*")


def licence_of(name: str) -> str:
    """Return the SPDX expression of a library that is installed, or `UNKNOWN`."""
    if name in _READ:
        return _READ[name]
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return UNKNOWN
    return _said(found)


def _said(found: PackageMetadata) -> str:
    if "License-Expression" in found:
        return found["License-Expression"]
    told = found["License"].strip() if "License" in found else ""
    classified = [
        each.split(" :: ")[-1]
        for each in found.get_all("Classifier") or []
        if each.startswith("License :: OSI Approved")
    ]
    for each in (told, *classified):
        known = _NAMES.get(each.lower())
        if known or (each in _NAMES.values() or _is_spdx(each)):
            return known or each
    return UNKNOWN


def _is_spdx(text: str) -> bool:
    has_version = bool(re.search(r"-\d|^(?:MIT|ISC|Zlib)$", text))
    return has_version and _SPDX.fullmatch(text) is not None


def is_forbidden(expression: str) -> bool:
    """Tell whether no way of reading an expression leaves a licence that we may take."""
    ways = [way.split(" AND ") for way in expression.split(" OR ")]
    return all(any(each.startswith(FORBIDDEN) for each in way) for way in ways)


def is_weak_copyleft(expression: str) -> bool:
    """Tell whether changes of the library itself are to be passed on."""
    return any(each in expression for each in WEAK_COPYLEFT)


def written(running: Sequence[Pinned], with_s3: Sequence[Pinned]) -> str:
    """Return docs/licences.md."""
    names = {each.name for each in running}
    optional = [each for each in with_s3 if each.name not in names]
    return "\n".join([_HEAD, *map(_row, running), _S3, *map(_row, optional), _FILES.rstrip(), ""])


def _row(each: Pinned) -> str:
    licence = licence_of(each.name)
    remark = "copyleft of its own files" if is_weak_copyleft(licence) else ""
    remark = "**not allowed**" if is_forbidden(licence) else remark
    return f"| {each.name} | {each.version} | {licence} | {remark} |"


_HEAD: Final = """\
# Licences

Remit is under the Apache License 2.0 ([LICENSE](../LICENSE)). This lists everything of others
that runs with it, from the lock and the metadata of each library; written by `make documents`.
The same for machines, with hashes: [sbom.json](sbom.json) (CycloneDX 1.6).

Licences that would bind Remit as a whole (GPL, AGPL), or that are not known, are not taken: a
test refuses them. "Copyleft of its own files" asks whoever changes that library to pass the
change on; Remit changes none, and installs each as its makers publish it.

## Libraries

| library | version | licence | |
|---|---|---|---|"""
_S3: Final = """
## Libraries for proofs in S3-compatible storage

Only where requirements-s3.txt is installed.

| library | version | licence | |
|---|---|---|---|"""
_FILES: Final = """
## Files

| what | licence | |
|---|---|---|
| `static/fonts/`: Inter | OFL-1.1 | `static/fonts/LICENSE-Inter.txt` |
| `static/icons.svg`: Bootstrap Icons | MIT | `static/vendor/LICENSE-bootstrap-icons.txt` |
| `fixtures/`: OVHcloud's matrix and our labels | CC-BY-NC-SA-4.0 | `fixtures/LICENSE`: data |

OVHcloud's matrix is data that may be left out; it is not to be sold along.

Wheels bring libraries of their own along, each with its licence text: `psycopg-binary` libpq
(PostgreSQL) and OpenSSL (Apache-2.0), `cryptography` OpenSSL, `typst` fonts (OFL-1.1 and the
like) in its own program.
"""
