"""One of several processes that apply files at once: `python -m tests.assessments.intake_writer`.

Arguments: the ids of an assessment and of a member, a number of its own. Applies what a file says
of every row, again and again until it is killed. Each batch that was kept is one line on standard
output, written after the transaction has ended: its id, and how many rows it changed.
"""

import os
import sys
from itertools import count

import django


def main(assessment_id: int, member_id: int, number: int) -> None:
    """Give every row a note of its own; where somebody was faster, decide for the file."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "raci_project.settings"
    django.setup()
    from django.db import OperationalError

    from accounts.models import Membership
    from assessments.models import Answer, Assessment
    from assessments.readers.said import Field, Said, SaidRow, SaidValue
    from assessments.services.intakes import Source, import_said
    from tests.builders import NOW

    by = Membership.objects.select_related("organisation", "user").get(pk=member_id)
    assessment = Assessment.objects.get(pk=assessment_id)
    keys = [
        str(key) for key in Answer.objects.of_assessment(assessment).values_list("key", flat=True)
    ]
    for turn in count():
        value = SaidValue("A1", f"{number}-{turn}", "what nobody has")
        said = Said(tuple(SaidRow("A1", key, "", {Field.NOTE: value}) for key in keys))
        try:
            applied = import_said(
                assessment=assessment,
                said=said,
                source=Source("rows"),
                take="theirs",
                by=by,
                at=NOW,
            )
        except OperationalError:
            continue  # others passed again and again; nothing of it is kept
        sys.stdout.write(f"{applied.batch} {applied.number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
