#!/usr/bin/env python
"""The one door for every command of the installation."""

import os
import sys

from django.core.management import execute_from_command_line

from raci_project.environment import Refused
from raci_project.outages import in_one_sentence

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raci_project.settings")
    try:
        with in_one_sentence():
            execute_from_command_line(sys.argv)
    except Refused as refusal:
        sys.exit(f"Remit does not start. {refusal}")
