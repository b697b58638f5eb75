"""How a workbook is handed out."""

from django.http import HttpResponse

from matrix.reports import CONTENT_TYPE


def workbook_file(content: bytes, name: str) -> HttpResponse:
    """Return a workbook as a file that nobody keeps on the way."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)
