"""Workbooks: rows in, bytes out. The only place of this app that knows openpyxl."""
