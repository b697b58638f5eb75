"""Tests of the readers of Excel workbooks."""
