"""Taking a kept release over, in a process: `python -m tests.releases.upgrading FOLDER`.

Works in `REMIT_DATA`, or in the empty PostgreSQL database that `DATABASE_URL` names. Prints one
line of JSON: what was found.
"""

import json
import lzma
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from io import StringIO
from pathlib import Path
from typing import Final

from tests.releases import DATABASE, MANAGER, VARIABLES, WORKBOOK
from tests.releases.tables import applied, load, unlike_their_models

# Of an edition that is one's own; this one comes with Remit.
_CLOSED: Final = {"matrix:translation"}


@dataclass
class Found:
    """What became of a kept release: all lists are empty when all is well.

    `gone` are migrations that it had and this release has not; `refused` pages that did not open,
    `said` what commands had to say against it; `pages` is how many were opened.
    """

    gone: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    pages: int = 0


def take_over(folder: Path) -> Found:
    """Bring a kept release up to date, and look at it from all sides."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    found = Found()
    file = Path(os.environ["REMIT_DATA"]) / "remit.sqlite3"
    file.write_bytes(lzma.decompress((folder / DATABASE).read_bytes()))
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    found.gone = [".".join(each) for each in applied(file).items() if each not in known]
    if connection.vendor != "sqlite":
        for app, name in applied(file).items():
            call_command("migrate", app, name, verbosity=0)
        call_command("createcachetable", verbosity=0)
        load(file)
    call_command("migrate", verbosity=0)
    found.unlike = unlike_their_models()
    found.said = [*_said("check", database=["default"], fail_level="WARNING")]
    found.said += [*_said("verify_audit"), *_said("recount")]
    found.said += _said("verify_export", str(folder / WORKBOOK))
    found.refused, found.pages = _opened()
    return found


def _said(command: str, *arguments: str, **options: object) -> list[str]:
    """Run a command, and return what it found wrong."""
    from django.core.management import CommandError, call_command

    out = StringIO()
    try:
        call_command(command, *arguments, stdout=out, stderr=out, **options)
    except CommandError as error:
        return [f"{command}: {error} {out.getvalue()}"]
    except SystemExit as end:
        return [f"{command}: ended with {end.code}: {out.getvalue()}"] if end.code else []
    return []


def _opened() -> tuple[list[str], int]:
    """Sign in with the password of then, and open every page of the organisation."""
    from django.test import Client
    from django.urls import reverse

    from assessments.models import Assessment
    from tests.rights_table import TABLE
    from tests.routes import our_routes, url_of

    client = Client(headers={"host": "localhost"})
    answer = client.post(
        reverse("account_login"),
        {"login": MANAGER, "password": VARIABLES["REMIT_DEMO_PASSWORD"]},
    )
    if answer.status_code != 302:
        return ["nobody signs in with the password of then"], 0
    assessment = Assessment.objects.select_related("organisation").order_by("pk")[0]
    ids = {
        "slug": assessment.organisation.slug,
        "assessment_id": assessment.pk,
        "edition_id": assessment.edition_id,
    }
    paths = [
        url_of(name, ids)
        for name, route in our_routes().items()
        if TABLE[name].verb == "get"
        and TABLE[name].in_organisation
        and {*route.pattern.converters} <= {*ids}
        and name not in _CLOSED
    ]
    refused = []
    for path in paths:
        status = client.get(path).status_code
        # Some pages are for administrators or auditors, and some wait for a choice.
        if status not in {200, 302, 403}:
            refused.append(f"{path}: {status}")
    return refused, len(paths)


if __name__ == "__main__":
    os.environ.update(VARIABLES)
    os.environ["DJANGO_SETTINGS_MODULE"] = "raci_project.settings"
    import django

    django.setup()
    with suppress(BrokenPipeError):
        sys.stdout.write(json.dumps(asdict(take_over(Path(sys.argv[1])))) + "\n")
