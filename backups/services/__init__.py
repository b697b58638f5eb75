"""Making a backup, and restoring one."""

from backups.services.backing_up import back_up
from backups.services.restoring import NotEmpty, restore

__all__ = ["NotEmpty", "back_up", "restore"]
