"""`make bench`: how the work grows with the data, as ratios inside one run.

Single times say more about the machine than about the code, so each line pairs a small case with
one ten times as large on the same machine: work in proportion to the rows gives 10 or less.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

from tests.environment import FOLDER  # isort: skip  # before anything reads settings

import django

REPEATS = 5
SMALL, LARGE = 30, 300


def seconds(work: Callable[[], object]) -> float:
    """Return the least CPU time of some runs, after one that is not counted."""
    work()
    times = []
    for _ in range(REPEATS):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def cases() -> dict[str, Callable[[int], Callable[[], object]]]:
    """Return what is measured: a name, and a maker of the work for a number of rows."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import Membership
    from assessments.models import Answer
    from assessments.services.answering import AnswerValues
    from matrix.readers import read_matrix
    from tests.builders import (
        make_answers,
        make_assessment,
        make_edition,
        make_member,
        make_page,
    )

    settings.ALLOWED_HOSTS = ["testserver"]

    def assessment_of(rows: int) -> tuple[Membership, str]:
        member = make_member()
        assessment = make_assessment(member, edition=make_edition(make_page(rows)))
        changes = [AnswerValues(coverage="gap", note="n") for _ in range(rows)]
        make_answers(assessment, *changes, by=member)
        return member, f"/o/{member.organisation.slug}/assessments/{assessment.pk}/"

    def page(path: str, verb: str = "get") -> Callable[[int], Callable[[], object]]:
        def made(rows: int) -> Callable[[], object]:
            member, url = assessment_of(rows)
            client = Client()
            client.force_login(member.user)
            return lambda: getattr(client, verb)(url + path)

        return made

    def tick(rows: int) -> Callable[[], object]:
        member, url = assessment_of(rows)
        assessment_id = int(url.rstrip("/").rsplit("/", 1)[1])
        client = Client()
        client.force_login(member.user)

        def work() -> None:
            answer = Answer.objects.filter(assessment_id=assessment_id).earliest("pk")
            wanted = "covered" if answer.coverage == "gap" else "gap"
            row = f"{answer.key}:{answer.revision}"
            client.post(f"{url}answers/", {"rows": row, "coverage": wanted})

        return work

    return {
        "read a page of Markdown": lambda rows: lambda: read_matrix(make_page(rows).encode()),
        "show the grid": page("duties/"),
        "show the dashboard": page(""),
        "make the workbook": page("workbook/", "post"),
        "answer one duty": tick,
        "verify the log, 10 events a row": verify,
        "restore a backup, 20 answers a row": restored,  # the last: it leaves nothing else
    }


def verify(rows: int) -> Callable[[], object]:
    """Return the verification of a chain with ten events a row."""
    from tests.audit.speed import events_a_second, make_chain

    make_chain(rows, rows * 10)  # the number is that of no organisation made here
    return lambda: events_a_second(rows)


def restored(rows: int) -> Callable[[], object]:
    """Return the restore of a backup with twenty answers a row, each with its event."""
    from backups.services import back_up, restore
    from tests.backups.backing import make_answered, make_empty
    from tests.builders import NOW, make_member

    make_empty()
    make_answered(rows * 20, by=make_member())
    folder = Path(FOLDER.name) / f"backup-of-{rows}"
    back_up(folder, at=NOW)

    def work() -> None:
        make_empty()
        restore(folder, at=NOW)

    return work


def main() -> None:
    """Measure and print the table."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.STATIC_ROOT.mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    write = sys.stdout.write
    write(f"{'':<32}{SMALL:>6} rows{LARGE:>8} rows{'ratio':>9}\n")
    for name, make in cases().items():
        small, large = seconds(make(SMALL)), seconds(make(LARGE))
        measured = f"{small * 1000:>8.1f} ms{large * 1000:>10.1f} ms{large / small:>9.1f}"
        write(f"{name:<32}{measured}\n")


if __name__ == "__main__":
    try:
        main()
    finally:
        FOLDER.cleanup()
