"""Tests of workbooks made in the background."""
