"""`python -m tests.load`: many people at once on a real server, measured (SECURITY.md)."""
