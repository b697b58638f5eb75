"""What a proof can be, and how confidential it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """In what form a proof is kept."""

    FILE = "file", pgettext_lazy("evidence", "file")
    LINK = "link", pgettext_lazy("evidence", "link")
    STATEMENT = "statement", pgettext_lazy("evidence", "statement")


class EvidenceType(models.TextChoices):
    """What a proof shows, in the words of an audit."""

    REPORT = "report", pgettext_lazy("evidence", "report")
    SCREENSHOT = "screenshot", pgettext_lazy("evidence", "screenshot")
    CONFIGURATION = "configuration", pgettext_lazy("evidence", "configuration")
    LOG = "log", pgettext_lazy("evidence", "log")
    CERTIFICATE = "certificate", pgettext_lazy("evidence", "certificate")
    POLICY = "policy", pgettext_lazy("evidence", "policy")
    TICKET = "ticket", pgettext_lazy("evidence", "ticket")
    STATEMENT = "statement", pgettext_lazy("evidence", "statement")
    OTHER = "other", pgettext_lazy("evidence", "other")


class Confidentiality(models.TextChoices):
    """Who may have a proof; what is secret no auditor sees."""

    PUBLIC = "public", _("public")
    INTERNAL = "internal", _("internal")
    CONFIDENTIAL = "confidential", _("confidential")
    SECRET = "secret", _("secret")
