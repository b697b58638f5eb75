"""One of several processes that answer at once: `python -m tests.assessments.writer`.

Arguments: the ids of an assessment and of a member, a number of its own, how many answers to give
(0: until it is killed). Each answer that was kept is one line on standard output, written after
the transaction has ended: key, revision and note; each that came too late is the line "conflict".
"""

import os
import random
import sys

import django

CONFLICT = "conflict"


def main(assessment_id: int, member_id: int, number: int, edits: int) -> None:
    """Answer rows at random; a row that somebody else changed first is read again."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "raci_project.settings"
    django.setup()
    from accounts.models import Membership
    from assessments.models import Answer
    from assessments.services.answering import AnswerValues, Entry, record_answers
    from tests.builders import NOW

    by = Membership.objects.select_related("organisation", "user").get(pk=member_id)
    rows = Answer.objects.filter(assessment_id=assessment_id)
    keys = list(rows.values_list("key", flat=True))
    chance = random.Random(number)  # noqa: S311
    kept = 0
    while not edits or kept < edits:
        key = chance.choice(keys)
        revision = rows.values_list("revision", flat=True).get(key=key)
        note = f"{number}-{kept}"
        values = AnswerValues(coverage=chance.choice(["covered", "partial", "gap"]), note=note)
        recorded = record_answers(
            assessment_id=assessment_id, entries=[Entry(key, revision, values)], by=by, at=NOW
        )
        if key in recorded.saved:
            kept += 1
            told = f"{key} {recorded.saved[key]} {note}"
        else:
            told = CONFLICT
        sys.stdout.write(f"{told}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
