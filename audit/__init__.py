"""Who did what, in a chain nobody can rewrite: ids only, no foreign keys."""
