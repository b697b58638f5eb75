"""Answers, gaps, reports and dashboards."""
