"""What the files of a pack are called, so that every system can keep them. Pure Python.

A name is what Windows, macOS and Linux all take: composed (NFC), without control and invisible
characters, what Windows forbids and reserves, and dots and blanks at its ends; of at most 120
characters and 200 bytes. It begins with the number that the workbook gives the proof, so no two
are the same, whatever the case of letters.
"""

import re
import unicodedata
from typing import Final

from evidence.guard import clean_name

FOLDER: Final = "evidence"
# For rows above any heading, and numbers of which nothing can be kept.
NO_SECTION: Final = "0"
_SECTION_LENGTH: Final = 40


def proof_path(number: str, title: str, *, section: str, extension: str) -> str:
    """Return `evidence/<section>/<number> <title>.<extension>`.

    A title that ends with the extension does not get it twice.
    """
    ending = f".{extension.lower()}"
    stem = title[: -len(ending)] if title.lower().endswith(ending) else title
    return f"{FOLDER}/{_folder(section)}/{_kept(f'{number} {stem}{ending}')}"


def _folder(section: str) -> str:
    return _kept(section)[:_SECTION_LENGTH].rstrip(". ") or NO_SECTION


def _kept(name: str) -> str:
    # Once what is invisible has gone, letters beside each other may compose.
    return unicodedata.normalize("NFC", clean_name(re.sub(r"[/\\]", "-", name)))
