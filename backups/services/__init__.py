"""Making a backup, restoring one, and exporting an organisation."""

from backups.services.backing_up import back_up
from backups.services.exporting import Extract, extract, record_extract
from backups.services.restoring import NotEmpty, restore

__all__ = ["Extract", "NotEmpty", "back_up", "extract", "record_extract", "restore"]
