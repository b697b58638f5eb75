"""What each log line carries."""

import logging
import re

from audit.context import current_request_id


class RequestIdFilter(logging.Filter):
    """Add the request id to each log line. Read before the apps are: it imports no model."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drop a line."""
        record.request_id = current_request_id() or "-"
        return True


class KeyFilter(logging.Filter):
    """Leave the keys of links in mails and of calendars out of each log line."""

    keys = re.compile(
        r"((?:invitations|summaries|still-true|calendar|shared|password/reset/key)(?:/|%2F))"
        r"(?:[^/%\s?]|%3A){8,}",
        re.IGNORECASE,
    )

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drop a line."""
        said = record.getMessage()
        if self.keys.search(said):
            record.msg, record.args = self.keys.sub(r"\1…", said), ()
        return True
