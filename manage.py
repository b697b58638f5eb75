#!/usr/bin/env python
"""The one door for every command of the installation."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raci_project.settings")
    execute_from_command_line(sys.argv)
