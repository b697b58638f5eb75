"""Fill the database that the environment names: `python -m tests.faults.seed`.

Prints as JSON what a browser and an observer need of it.
"""

import json
import os
import sys

import django

ROWS = 40


def main() -> None:
    """Make the tables, a manager who is signed in, and an assessment with rows to answer."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "raci_project.settings"
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from accounts.rights import Role
    from assessments.models import Answer
    from tests.builders import make_assessment, make_edition, make_member, make_page

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    member = make_member(Role.MANAGER)
    assessment = make_assessment(member, edition=make_edition(make_page(ROWS)))
    client = Client()
    client.force_login(member.user)
    answers = Answer.objects.of_assessment(assessment).in_printed_order()
    seeded = {
        "cookie": f"{settings.SESSION_COOKIE_NAME}="
        f"{client.cookies[settings.SESSION_COOKIE_NAME].value}",
        "token": settings.CSRF_COOKIE_NAME,
        "slug": member.organisation.slug,
        "organisation": member.organisation_id,
        "assessment": assessment.pk,
        "rows": [str(each.key) for each in answers],
    }
    json.dump(seeded, sys.stdout)


if __name__ == "__main__":
    main()
