"""What the export of an organisation says to people."""

from textwrap import wrap

from django.utils.translation import gettext as _

_WIDTH = 78


def failure_words(code: str) -> str:
    """Return in a sentence why there is no file, "" for no failure."""
    return {
        "gone": _("It was kept for a day, and is gone."),
        "not-allowed": _("Who asked for it could no longer export when it was to be made."),
        "changed": _(
            "A file of a proof is no longer what it was, so nothing was made. Whoever runs the "
            "installation finds it by checking the vault."
        ),
    }.get(code, "")


def read_me_name() -> str:
    """Return the name of the text to read first."""
    return _("README.txt")


def read_me(*, name: str, made_on: str, head: str, missing: tuple[str, ...]) -> str:
    """Return what the export is, what is in it, and what can be checked by whom."""
    said = [
        _("%(name)s, all that Remit holds of it on %(day)s.") % {"name": name, "day": made_on},
        _(
            "tables/ has one file for each table, one line of JSON (UTF-8, gzip) for each row. "
            "people.jsonl.gz says who is behind the numbers of members and people. printed/ has "
            "the published rows that answers stand on."
        ),
        _(
            "evidence/ has the files of proofs, each named by the SHA-256 of its content; "
            "tables/evidence_evidence.jsonl.gz says what they are."
        ),
        _(
            "SHA256SUMS has the hash of every file: “sha256sum -c SHA256SUMS” checks them. The "
            "log of the organisation has the hash of that list, in the event that came after."
        ),
        _(
            "log/events.jsonl.gz is the log, one event a line. Anybody can check that the numbers "
            "run without a gap, that each event names the seal of the one before it, and that the "
            "last one is the head below, and any head that was noted earlier. Whether a seal is "
            "right can only be checked by whoever runs the installation, with its key."
        ),
        _("The log ends at: %(head)s") % {"head": head},
        _(
            "Left out: passwords, keys of invitations and share links, and what people have for "
            "themselves (settings, sessions, second factors)."
        ),
    ]
    if missing:
        said.append(_("The vault no longer had these files:"))
    return "\n\n".join(["\n".join(wrap(each, _WIDTH)) for each in said] + list(missing)) + "\n"
