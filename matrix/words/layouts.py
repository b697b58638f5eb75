"""How a file was understood, in the language of the moment."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

_FORMATS: Final[dict[str, Promise]] = {
    "markdown": gettext_lazy("Markdown"),
    "html": gettext_lazy("Table of a web page"),
    "csv": gettext_lazy("CSV"),
    "tsv": gettext_lazy("Text with tabs"),
    "text": gettext_lazy("Text"),
    "xlsx": gettext_lazy("Excel workbook"),
}
_FAMILIES: Final[dict[str, Promise]] = {
    "raci": gettext_lazy("RACI matrix"),
    "caiq": gettext_lazy("CSA CAIQ"),
    "fedramp-crm": gettext_lazy("FedRAMP customer responsibility matrix"),
    "fedramp-cis": gettext_lazy("FedRAMP control implementation summary"),
    "azure-baseline": gettext_lazy("Azure security baseline"),
    "pci": gettext_lazy("PCI DSS responsibility matrix"),
    "c5": gettext_lazy("BSI C5 customer criteria"),
    "list": gettext_lazy("List of duties"),
}
_KINDS: Final[dict[str, Promise]] = {
    "activity": gettext_lazy("activities"),
    "party": gettext_lazy("letters of a party"),
    "applicability": gettext_lazy("product"),
    "note": gettext_lazy("note"),
    "section": gettext_lazy("section"),
    "number": gettext_lazy("number"),
    "responsibility": gettext_lazy("who is responsible"),
    "mark": gettext_lazy("marks of a party"),
    "ignored": gettext_lazy("not read"),
}


def format_name(code: str) -> str:
    """Return what a format is called; an unknown one is its own name."""
    return str(_FORMATS.get(code, code))


def family_name(code: str) -> str:
    """Return what a family of matrices is called; an unknown one is its own name."""
    return str(_FAMILIES.get(code, code))


def kind_name(code: str) -> str:
    """Return the part a column plays; an unknown one is its own name."""
    return str(_KINDS.get(code, code))
