"""Changes to the library: one function, one change, told whole."""

from matrix.services.labelling import LabelsDoNotFit, attach_labels
from matrix.services.loading import Loaded, content_of, load_file
from matrix.services.publishing import (
    EditionAlreadyLoaded,
    EditionInUse,
    publish_edition,
    withdraw_edition,
)

__all__ = [
    "EditionAlreadyLoaded",
    "EditionInUse",
    "LabelsDoNotFit",
    "Loaded",
    "attach_labels",
    "content_of",
    "load_file",
    "publish_edition",
    "withdraw_edition",
]
