"""Changes to the library: one function, one change, told whole."""

from matrix.services.labelling import LabelsDoNotFit, attach_labels, attach_translation
from matrix.services.loading import Loaded, content_of, load_file
from matrix.services.options import (
    OptionsDoNotFit,
    attach_options,
    group_option,
    ungroup_option,
)
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
    "OptionsDoNotFit",
    "attach_labels",
    "attach_options",
    "attach_translation",
    "content_of",
    "group_option",
    "load_file",
    "publish_edition",
    "ungroup_option",
    "withdraw_edition",
]
