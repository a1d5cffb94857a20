"""What is done about students once a day."""

import datetime as dt

from fingerpost.schools.models import School

from .services.erasing import erase_where_chosen
from .services.leavers import settle_sign_ins


def leavers(*, today: dt.date) -> str:
    """End and give back sign-ins as the rule now says; erase where a school chose so."""
    settled = sum(
        settle_sign_ins(school=school, today=today, by=None) for school in School.objects.all()
    )
    erased = erase_where_chosen(today=today)
    return f"{settled:,} sign-ins got another last day; records of {erased:,} leavers erased."
