"""What each log line carries."""

import logging

from audit.context import current_request_id


class RequestIdFilter(logging.Filter):
    """Add the request id to each log line. Read before the apps are: it imports no model."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drop a line."""
        record.request_id = current_request_id() or "-"
        return True
