"""School numbers come again from test to test, so nothing kept by number may outlive one."""

import pytest

from fingerpost.ledger import bridge as ledger
from fingerpost.signposting import bridge


@pytest.fixture(autouse=True)
def _nothing_kept():
    ledger.forget()
    bridge._kept.clear()
