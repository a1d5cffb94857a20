"""What is done about students once a day."""

import datetime as dt

from fingerpost.jobs.selectors import arguments_going_on
from fingerpost.lists.selectors import waiting_files as waiting_files_of_lists
from fingerpost.schools.models import School

from .models import RollImport
from .services import waiting_files
from .services.erasing import erase_where_chosen
from .services.leavers import settle_sign_ins
from .services.roll import discard_old_imports


def leavers(*, today: dt.date) -> str:
    """End and give back sign-ins as the rule now says; erase where a school chose so."""
    settled = sum(
        settle_sign_ins(school=school, today=today, by=None) for school in School.objects.all()
    )
    erased = erase_where_chosen(today=today)
    told = (
        f"{settled:,} sign-ins got another last day; records of {erased.number:,} leavers erased."
    )
    if erased.left:
        # No names: what a duty tells is kept.
        told += f" Of {len(erased.left):,} they could not be: see Records to erase."
    return told


def uploads(*, today: dt.date) -> str:
    """Discard roll files that nobody decided on, and delete uploads that nobody waits for."""
    discarded = discard_old_imports()
    in_use = set(RollImport.objects.values_list("stored_as", flat=True))
    # Other lists lie in the same folder; of the national one only its job knows.
    in_use |= waiting_files_of_lists()
    in_use |= {arguments.get("stored_as", "") for arguments in arguments_going_on()}
    deleted = waiting_files.remove_others(in_use)
    return f"{discarded:,} roll files discarded, {deleted:,} uploads deleted."
