"""What should become of a row: as exported, here, as typed. As plain as can be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.assessments.returning.offline import LEAVE

Row = dict[str, Any]
FIELDS = ("coverage", "reason", "note", "owner", "due")


@dataclass
class Modelled:
    """What becomes of a row, and the fields somebody has to decide."""

    row: Row
    asked: set[str] = field(default_factory=set)


def modelled(
    exported: Row, here: Row, typed: Mapping[str, Any], decided: Mapping[str, str]
) -> Modelled:
    """Return what becomes of a row; a conflict nobody was asked about stays as it is here."""
    asked = set()
    after = dict(here)
    for name in FIELDS:
        wanted = typed.get(name, LEAVE)
        if wanted is LEAVE or wanted in (exported[name], here[name]):
            continue
        if here[name] == exported[name]:
            after[name] = wanted
            continue
        if name == "coverage" and wanted == "not_applicable" and _is_bare(typed):
            continue  # without a reason it cannot be taken, so that nobody is asked
        asked.add(name)
        if decided.get(name) == "theirs":
            after[name] = wanted
    return Modelled(_with_reasons(here, after), asked)


def _is_bare(typed: Mapping[str, Any]) -> bool:
    return typed.get("reason", LEAVE) in (LEAVE, "")


def _with_reasons(here: Row, after: Row) -> Row:
    if after["coverage"] == "not_applicable" and not after["reason"]:
        # Neither a new "not applicable" without reason is taken, nor the reason from an old one.
        after = {**after, "coverage": here["coverage"], "reason": here["reason"]}
    if after["coverage"] != "not_applicable":
        after = {**after, "reason": ""}
    return after
