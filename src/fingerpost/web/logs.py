"""What the log must not hold: whoever reads it could open what only an address opens."""

import logging
import re
from typing import Any

_SECRET = re.compile(
    r"(/opportunities/by/|/feedback/guest/|/calendar/\d+/|/password/reset/key/|/confirm-email/)"
    r"[^/\s?\"']+"
)


class WithoutSecrets(logging.Filter):
    """Shortens addresses that are good for whoever has them."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the line, and let it through."""
        record.msg = _shortened(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_shortened(one) for one in record.args)
        return True


def _shortened(part: Any) -> Any:
    return _SECRET.sub(r"\1…", part) if isinstance(part, str) else part
