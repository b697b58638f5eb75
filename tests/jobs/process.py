"""A worker process with the handlers of the tests: `python -m tests.jobs.process`.

It is `manage.py work` itself. The variables of its caller name the database and the data folder.
"""

import os

import django
from django.conf import settings
from django.core.management import call_command


def main() -> None:
    """Work until told to stop."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "raci_project.settings"
    django.setup()
    from tests.jobs.handlers import HANDLERS

    settings.JOB_HANDLERS = HANDLERS
    call_command("work")


if __name__ == "__main__":
    main()
