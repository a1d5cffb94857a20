"""Daily duties: all are done, once a day, and one that fails stops no other."""

import datetime as dt

import pytest
import time_machine
from django.core.management import CommandError, call_command

from fingerpost.jobs.duties import do_next
from fingerpost.jobs.models import DutyRun

DAY = dt.date(2026, 10, 5)
HERE = "tests.jobs.test_duties"
done = []


def count_lines(*, today):
    done.append(today)
    return f"Counted on {today}."


def break_down(*, today):
    done.append("broken")
    raise RuntimeError("no reason")


@pytest.fixture(autouse=True)
def duties(settings, db):
    done.clear()
    settings.DAILY_DUTIES = [f"{HERE}.break_down", f"{HERE}.count_lines"]


def _do_all_due():
    """How many duties were done, one at a time as the worker does them."""
    count = 0
    while do_next(today=DAY):
        count += 1
    return count


def test_a_failing_duty_does_not_stop_the_next(capsys):
    with pytest.raises(CommandError, match="1 of 2 duties failed"):
        call_command("tick")
    assert "count_lines: Counted on" in capsys.readouterr().out
    assert DutyRun.objects.filter(failed=True).count() == 1


def test_tick_may_run_twice_a_day(settings):
    settings.DAILY_DUTIES = [f"{HERE}.count_lines"]
    call_command("tick")
    call_command("tick")
    assert len(done) == 2
    assert DutyRun.objects.count() == 1


def test_the_worker_does_each_duty_once_a_day_and_retries_a_failed_one_after_an_hour():
    with time_machine.travel(dt.datetime(2026, 10, 5, 6, tzinfo=dt.UTC), tick=False) as clock:
        assert [_do_all_due(), _do_all_due()] == [2, 0]
        assert done == ["broken", DAY]
        clock.shift(dt.timedelta(hours=1, minutes=1))
        _do_all_due()
    assert done == ["broken", DAY, "broken"]


def test_a_duty_that_no_longer_exists_is_a_failed_one(settings):
    settings.DAILY_DUTIES = ["fingerpost.jobs.duties.gone"]
    assert do_next(today=DAY).failed
