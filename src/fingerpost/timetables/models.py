"""Timetables of guidance interviews, their drafts, and the interviews in each."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .enums import DraftState, SeatChange, SeatState, TimetableState


class Timetable(models.Model):
    """Interviews of a stretch of time, for whom and on what terms; its drafts say when.

    audience: as `selectors.whom.Whom` holds it. The last day for those with much need is
    `deadline_days` school days after the first; none where it is empty. follow_up_need: with so
    much need or more a second interview is asked for; nobody has one where it is empty.
    """

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    from_on = models.DateField()
    until_on = models.DateField()
    audience = models.JSONField(default=dict)
    minutes = models.PositiveSmallIntegerField(default=40)
    slack_minutes = models.PositiveSmallIntegerField(default=5)
    cap = models.PositiveSmallIntegerField(null=True, blank=True)
    break_from = models.TimeField(null=True, blank=True)
    break_until = models.TimeField(null=True, blank=True)
    travel_minutes = models.PositiveSmallIntegerField(default=30)
    deadline_need = models.PositiveSmallIntegerField(default=70)
    deadline_days = models.PositiveSmallIntegerField(null=True, blank=True)
    follow_up_need = models.PositiveSmallIntegerField(null=True, blank=True)
    follow_up_days = models.PositiveSmallIntegerField(default=28)
    follow_up_minutes = models.PositiveSmallIntegerField(default=30)
    state = models.CharField(max_length=10, choices=TimetableState, default=TimetableState.DRAFT)
    # A form sent twice makes one timetable: the key is made when the empty form is shown.
    form_key = models.UUIDField(unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="timetable_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(break_from__isnull=True, break_until__isnull=True)
                | Q(break_until__gt=F("break_from")),
                name="timetable_break_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether drafts can still be made and one of them published."""
        return self.state == TimetableState.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == TimetableState.PUBLISHED


class Companion(models.Model):
    """The adult who comes along with one student of a timetable."""

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="companions")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="companions"
    )
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["student", "id"]
        constraints = [
            models.UniqueConstraint(fields=["timetable", "student"], name="companion_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}, with {self.student}"


class TimetableDraft(models.Model):
    """One proposal: what was asked of the engine, what it answered, and what of it is proven.

    `problem` and `result` are as the engine's schemas have them, with keys for names;
    `problem_hash` is the SHA-256 of the problem in its canonical form. A repair is a draft too:
    `lost` is what it does without.
    """

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="drafts")
    repairs = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="repaired_by"
    )
    # Among the drafts and repairs of its timetable.
    number = models.PositiveSmallIntegerField(default=1)
    lost = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.WAITING)
    because = models.CharField(max_length=500, blank=True)  # why it could not be made
    seconds = models.PositiveSmallIntegerField(default=30)
    seed = models.PositiveIntegerField(default=1)
    problem = models.JSONField(null=True)
    problem_hash = models.CharField(max_length=64, blank=True)
    result = models.JSONField(null=True)
    # The day erased students were taken out of it: the hash is of what it was before.
    erased_on = models.DateField(null=True, blank=True)
    versions = models.JSONField(default=dict)
    method = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=12, blank=True)
    cost = models.BigIntegerField(null=True)
    bound = models.BigIntegerField(null=True)
    job = models.UUIDField(null=True)  # the work that makes it
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    # What students are told who lost their time and have no other.
    told_without = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} of {self.timetable}"

    @property
    def name(self) -> str:
        """Draft 2, Repair 3."""
        return f"{'Repair' if self.is_repair else 'Draft'} {self.number}"

    @property
    def is_repair(self) -> bool:
        return self.repairs_id is not None


class Seat(models.Model):
    """One interview of a draft: who, when, with whom, where; or why it has no time.

    `number` is 1, or 2 for the follow-up. Of a repair, `interview` is the one that is booked and
    the fields that begin with `was_` are what it was when the repair was made.
    """

    draft = models.ForeignKey(TimetableDraft, on_delete=models.CASCADE, related_name="seats")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="timetable_seats"
    )
    number = models.PositiveSmallIntegerField(default=1)
    need = models.PositiveSmallIntegerField(default=0)
    # Among the quarter of the draft's students whose need is greatest.
    is_neediest = models.BooleanField(default=False)
    may_need_an_adult = models.BooleanField(default=False)
    accompanying_adult = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=SeatState, default=SeatState.WAITING)
    because = models.CharField(max_length=300, blank=True)
    adviser = models.ForeignKey(
        "interviews.Adviser", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    room = models.ForeignKey("schools.Room", null=True, on_delete=models.SET_NULL, related_name="+")
    starts_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(default=40)
    missed = models.CharField(max_length=60, blank=True)  # the lesson it falls on
    is_other_adviser = models.BooleanField(default=False)  # not the one the student knows
    interview = models.ForeignKey(
        "interviews.Interview", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    change = models.CharField(max_length=10, choices=SeatChange, blank=True)
    was_at = models.DateTimeField(null=True)
    was_adviser = models.ForeignKey(
        "interviews.Adviser", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    was_room = models.ForeignKey(
        "schools.Room", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "student", "number"], name="seat_once"),
        ]

    def __str__(self) -> str:
        return f"{self.student}: {self.get_state_display()}"
