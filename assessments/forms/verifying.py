"""A workbook that comes back to be verified."""

from hashlib import sha256
from typing import Final

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.selectors.verifying.files import is_compared_whole
from assessments.words.verifying import too_long_words

_START: Final = 8


class VerifyForm(forms.Form):
    """One file. One that `is_whole` is compared by its `digest`, a workbook by its `content`."""

    is_whole = False

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.pdf,.json", "class": "drop"}),
        help_text=gettext_lazy(
            "A workbook, a PDF or an OSCAL document that Remit made. It is compared, and not kept."
        ),
        error_messages={"required": gettext_lazy("Choose the file to verify.")},
    )

    def clean_file(self) -> UploadedFile:
        """Return the file, unless it is larger than what is read."""
        file: UploadedFile = self.cleaned_data["file"]
        self.is_whole = is_compared_whole(file.read(_START))
        file.seek(0)
        limit = settings.EVIDENCE_MAX_BYTES if self.is_whole else settings.MATRIX_MAX_BYTES
        if (file.size or 0) > limit:
            most = limit // 1_000_000
            text = _("The file is larger than %(most)s MB. Nothing was read.") % {"most": most}
            raise forms.ValidationError(f"{text} {too_long_words()}", code="too-large")
        return file

    @property
    def is_too_large(self) -> bool:
        """Tell whether the file was refused for its size."""
        return self.has_error("file", "too-large")

    @property
    def name(self) -> str:
        """Return the name of the file, without folders."""
        file: UploadedFile = self.cleaned_data["file"]
        return file.name or ""

    def digest(self) -> str:
        """Return the SHA-256 of the file, read a piece at a time."""
        file: UploadedFile = self.cleaned_data["file"]
        found = sha256()
        for piece in file.chunks():
            found.update(piece)
        return found.hexdigest()

    def content(self) -> bytes:
        """Return the bytes of the file."""
        file: UploadedFile = self.cleaned_data["file"]
        content: bytes = file.read()
        return content
