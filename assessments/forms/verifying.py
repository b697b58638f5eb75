"""A workbook that comes back to be verified."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class VerifyForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm", "class": "drop"}),
        help_text=gettext_lazy("An .xlsx file that Remit made. It is compared, and not kept."),
        error_messages={"required": gettext_lazy("Choose the workbook to verify.")},
    )

    def clean_file(self) -> UploadedFile:
        """Return the file, unless it is larger than what is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.MATRIX_MAX_BYTES:
            most = settings.MATRIX_MAX_BYTES // 1_000_000
            text = _("The file is larger than %(most)s MB. Nothing was read.")
            raise forms.ValidationError(text % {"most": most}, code="too-large")
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

    def content(self) -> bytes:
        """Return the bytes of the file."""
        file: UploadedFile = self.cleaned_data["file"]
        content: bytes = file.read()
        return content
