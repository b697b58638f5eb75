"""What a step keeps of an answer, as JSON, and how it is put back."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from django.utils import timezone

from assessments.models import GAPS, NOT_REVIEWED, Answer, UpgradeStep
from audit.services import Happening

# An answer in the narrow sense: these three change together.
SAID: Final = ("coverage", "reason", "until")
# What people write in a row.
WRITTEN: Final = (
    *SAID,
    "note",
    "internal_note",
    "owner_membership_id",
    "owner_team_id",
    "due_on",
)
# What a step may change, and its revert puts back.
MOVED: Final = (
    *SAID,
    "gap_since",
    "activity_id",
    "question",
    "is_to_recheck",
    "is_switched_off",
    "archived_by_id",
    "changed_at",
    "changed_by_id",
)
COLUMNS: Final = [*(name.removesuffix("_id") for name in (*MOVED, *NOT_REVIEWED)), "revision"]
CHUNK: Final = 200


def values_of(
    answer: Answer, names: Iterable[str] = (*MOVED, "review", "revision")
) -> dict[str, Any]:
    """Return columns of an answer as JSON holds them: dates and moments as ISO 8601 text."""
    return {name: as_json(getattr(answer, name)) for name in names}


def put_back(answer: Answer, values: Mapping[str, Any], names: Iterable[str]) -> None:
    """Give an answer the values that a step kept of it, in memory."""
    for name in names:
        if name == "gap_since":
            continue  # it goes with the coverage
        value = values[name]
        if name == "until" and value:
            value = date.fromisoformat(value)
        elif name == "changed_at" and value:
            value = datetime.fromisoformat(value)
        elif name == "coverage":
            answer.gap_since = _gap_since(values)
        setattr(answer, name, value)


def _gap_since(values: Mapping[str, Any]) -> date | None:
    if values["coverage"] not in GAPS:
        return None
    kept = values.get("gap_since")
    if kept:
        return date.fromisoformat(kept)
    # A step from before gaps had an age, of a row that was answered then.
    return timezone.localdate(datetime.fromisoformat(values["changed_at"]))


def take_review_back(answer: Answer) -> None:
    """Leave an answer as one that nobody has reviewed, in memory."""
    for name, value in NOT_REVIEWED.items():
        setattr(answer, name, value)


def written_hash(answer: Answer) -> str:
    """Return a hash of what people wrote in a row, to tell later whether they wrote since."""
    written = json.dumps(values_of(answer, WRITTEN), sort_keys=True)
    return sha256(written.encode()).hexdigest()


def write(changed: Iterable[Answer]) -> None:
    """Write answers that were changed in memory, each with its next revision."""
    answers = list(changed)
    for answer in answers:
        answer.revision += 1
    Answer.objects.bulk_update(answers, COLUMNS, batch_size=CHUNK)


def after_of(answer: Answer) -> dict[str, Any]:
    """Return what a step keeps of an answer as the move leaves it."""
    return {**values_of(answer), "written": written_hash(answer)}


def happening_of(verb: str, answer: Answer, before: Mapping[str, Any]) -> Happening:
    """Return the event of one answer: what differs, and the revisions."""
    after = values_of(answer)
    differing = {name for name in MOVED if before.get(name) != after[name]}
    if "changed_at" in differing:
        # When and by whom are told together: what is read back later needs both.
        differing.add("changed_by_id")
    if before.get("review", after["review"]) != after["review"]:
        differing.add("review")
    names = [name for name in after if name in differing]
    return Happening(
        verb,
        "answer",
        str(answer.key),
        old={name: before[name] for name in (*names, "revision") if name in before},
        new={name: after[name] for name in (*names, "revision")},
    )


def has_written_since(answer: Answer, step: UpgradeStep) -> bool:
    """Tell whether anybody wrote in the row since the step was made."""
    return bool(written_hash(answer) != step.after["written"])


def as_json(value: Any) -> Any:
    """Return a value as JSON holds it."""
    return value.isoformat() if isinstance(value, date) else value
