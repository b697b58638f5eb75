"""What a list is narrowed to: it lives in the query string, for page and twin alike."""

from assessments.filters.duties import DutyFilter

__all__ = ["DutyFilter"]
