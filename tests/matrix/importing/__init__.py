"""Bringing a matrix in: services, pages, and the jobs of long files."""
