"""What a POST says of an import: typed values, neither judged nor saved."""

from matrix.forms.bringing import BringForm
from matrix.forms.choosing import ChooseForm
from matrix.forms.correcting import CorrectForm
from matrix.forms.describing import DescribeForm
from matrix.forms.revision import RevisionForm
from matrix.forms.writing import WriteForm

__all__ = [
    "BringForm",
    "ChooseForm",
    "CorrectForm",
    "DescribeForm",
    "RevisionForm",
    "WriteForm",
]
