"""Tags of templates that are loaded by name."""
