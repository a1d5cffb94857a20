"""What may be asked of a report."""

import datetime as dt
from collections.abc import Sequence

from fingerpost.ledger.forms import DayForm


class ReportForm(DayForm):
    """The day a report stands on."""

    def __init__(self, chosen: dt.date, days: Sequence[dt.date]) -> None:
        super().__init__({"as_of": chosen.isoformat()})
        self.offer_days(days)
