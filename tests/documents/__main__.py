"""Write every document that is made from the code and the lock (`make documents`)."""

import os

from tests.environment import FOLDER  # isort: skip  # before anything reads settings

import django


def write() -> None:
    """Set Django up, whose translations the words of rights go through, and write them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raci_project.settings")
    django.setup()

    from tests.documents.every import DOCUMENTS

    for path, made in DOCUMENTS.items():
        path.write_text(made())


if __name__ == "__main__":
    write()
    FOLDER.cleanup()
