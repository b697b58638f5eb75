"""The comparison of two editions."""
