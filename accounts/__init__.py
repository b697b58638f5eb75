"""People, organisations, roles and rights."""
