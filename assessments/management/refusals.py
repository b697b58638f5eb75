"""How a command says that it does not take a file (CONTRACTS.md, "Commands")."""

import json
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

REFUSED: Final = 2


def refused(
    command: BaseCommand, options: dict[str, Any], code: str, where: str, message: str
) -> CommandError:
    """Return the error of a file that is refused, exit 2; with `--json` print the refusal too."""
    if options["json"]:
        told = {"refused": code, "where": where, "message": message}
        command.stdout.write(json.dumps(told, ensure_ascii=False))
    said = f"{options['file']} is refused ({code}): {message}"
    return CommandError(said, returncode=REFUSED)
