"""Verifying workbooks that come back."""
