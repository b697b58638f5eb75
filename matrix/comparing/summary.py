"""A comparison in the words and shapes of `diff_matrix --json`."""

from math import floor
from typing import Any

from matrix.comparing.results import Bucket, Comparison, Match
from matrix.comparing.rows import ComparedRow


def comparison_summary(comparison: Comparison) -> dict[str, Any]:
    """Return what became of each activity (CONTRACTS.md, "Commands"), ready for JSON.

    `unchanged` is a number, the other buckets are lists, one entry per activity, each in one
    bucket. `became_yours` are the lines of the new edition on which the client holds R or A and
    held neither before; activities that are new are not among them.
    """
    listed = {
        bucket.value: [_entry(match) for match in comparison.of(bucket)]
        for bucket in Bucket
        if bucket is not Bucket.UNCHANGED
    }
    return {
        "unchanged": len(comparison.of(Bucket.UNCHANGED)),
        **listed,
        "became_yours": [
            match.new.line for match in comparison.matches if match.new and match.becomes_yours
        ],
    }


def _entry(match: Match) -> dict[str, Any]:
    # Rounded down: what is not the same text never prints as 1.
    return {
        "old": _row(match.old),
        "new": _row(match.new),
        "score": floor(match.score * 1000) / 1000,
    }


def _row(row: ComparedRow | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "section": row.section_label,
        "line": row.line,
        "letters": row.client,
        "others": dict(row.others),
        "text": row.text,
    }
