"""Backup and restore: the whole installation out to a folder, and back into an empty one."""
