"""Reads about people, for pages and workbooks."""
