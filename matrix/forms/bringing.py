"""A file, or a text that was pasted."""

import re
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What the reader may know by its ending; the bytes decide all the same.
ACCEPTED = ".md,.mdx,.markdown,.txt,.csv,.tsv,.html,.htm,.xlsx,.xlsm"
MAX_NAME = 300


class FileTooLarge(forms.ValidationError):
    """The file has more bytes than this installation reads."""


class BringForm(forms.Form):
    """A file from the disk, or a table or text from the clipboard.

    `pasted_html` is what the browser held of a copied table; it keeps the columns that plain
    text loses.
    """

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "drop"}),
        help_text=gettext_lazy("Markdown, CSV, HTML, text or an Excel workbook (.xlsx)."),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Table or text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "data-paste": ""}),
        help_text=gettext_lazy(
            "A table copied from a web page or a sheet, Markdown, or one duty on each line."
        ),
    )
    pasted_html = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_file(self) -> UploadedFile | None:
        """Return the file, unless it is larger than what is read."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > settings.MATRIX_MAX_BYTES:
            most = settings.MATRIX_MAX_BYTES // 1_000_000
            text = _("The file is larger than %(most)s MB. Nothing was read.")
            raise FileTooLarge(text % {"most": most}, code="too-large")
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = self.cleaned_data
        is_empty = not cleaned.get("pasted") and not cleaned.get("pasted_html")
        if "file" in cleaned and cleaned["file"] is None and is_empty:
            raise forms.ValidationError(_("Choose a file, or paste a table."), code="nothing")
        return cleaned

    @property
    def is_too_large(self) -> bool:
        """Tell whether the file was refused for its size."""
        return self.has_error("file", "too-large")

    def brought(self) -> tuple[str, bytes]:
        """Return the name and the bytes: of the file if there is one, else of the text."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is not None:
            return _file_name(file.name or ""), file.read()
        if html := self.cleaned_data["pasted_html"]:
            name = _("Pasted table")
            return f"{name}.html", html.encode()
        text = self.cleaned_data["pasted"].replace("\r\n", "\n").replace("\r", "\n")
        return _("Pasted text"), text.encode()


def _file_name(name: str) -> str:
    """Return the last part of a name, without what no file name has."""
    kept = re.sub(r"[\x00-\x1f\x7f]", "", PurePath(name).name).strip()
    return kept[-MAX_NAME:] or _("File")
