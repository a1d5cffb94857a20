"""Rounds of places: what is shared out, who wants what, drafts of the result, and offers."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .enums import LIVE, DraftKind, DraftState, Mode, NoticeKind, OfferState, Phase, RoundState


class Round(models.Model):
    """Sessions with limited places, offered together to an audience that ranks them.

    `audience` is as `programme.Activity.audience`. `criteria` is a list of {name, weight, level}:
    those of level 1 decide first, later levels between what is then still as good; weights
    balance the criteria of one level.
    """

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="place_rounds"
    )
    title = models.CharField(max_length=120)
    note = models.CharField(max_length=500, blank=True)  # to students
    audience = models.JSONField(default=dict)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    criteria = models.JSONField(default=list)
    at_most = models.PositiveSmallIntegerField(default=1)  # places for one student
    together = models.BooleanField(default=False)  # brothers and sisters, on transport
    answer_days = models.PositiveSmallIntegerField(default=5)
    # What lots are drawn from where nothing else decides: the same seed draws the same.
    seed = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    # Counted up by every refill: two at once wait for each other, on every database.
    refills = models.PositiveIntegerField(default=0)
    # A form sent twice makes one round.
    form_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-closes_at", "-id"]
        indexes = [models.Index(fields=["school", "state"], name="round_school_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="round_runs_forward"
            ),
            models.CheckConstraint(condition=Q(at_most__gte=1), name="round_at_most"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def phase(self) -> Phase:
        """Where it is now: an open round opens and closes by the clock."""
        if self.state != RoundState.OPEN:
            return Phase(self.state)
        now = timezone.now()
        if now < self.opens_at:
            return Phase.SOON
        return Phase.OPEN if now < self.closes_at else Phase.CLOSED

    @property
    def is_settled(self) -> bool:
        """Whether its criteria and sessions stand: students have been shown them."""
        return self.state != RoundState.DRAFT


class RoundSession(models.Model):
    """A session whose places a round shares out.

    `reserved` says for how many of its places students of a group come first: group to number
    (groups as in `selectors.groups`). `escorts`: how many students who need an adult along it
    can take; None for no limit.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="sessions")
    session = models.ForeignKey(
        "programme.GroupSession", on_delete=models.CASCADE, related_name="in_rounds"
    )
    reserved = models.JSONField(default=dict)
    # How students get there, such as "Coach 1"; those who go by the same words go together.
    transport = models.CharField(max_length=40, blank=True)
    escorts = models.PositiveSmallIntegerField(null=True, blank=True)
    # False once the round is cancelled or let go of it: another round may have it then.
    in_use = models.BooleanField(default=True)
    # False when too few students wanted it for it to take place.
    runs = models.BooleanField(default=True)

    class Meta:
        ordering = ["session__on", "session__starts_at", "session_id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "session"], name="round_session_once"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(in_use=True), name="session_in_one_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} in {self.round}"


class Ranking(models.Model):
    """What one student would like, first choice first; empty for none of it.

    One line per student: a later answer takes the earlier one's place. `told` is the sentence
    for a student who got no place.
    """

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="rankings")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="rankings"
    )
    choices = models.JSONField(default=list)  # keys of sessions
    # When the standing answer came. A changed answer is a later one.
    submitted_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    # Whoever entered it for a student who could not.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    told = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering = ["submitted_at", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "student"], name="ranking_once")]

    def __str__(self) -> str:
        return f"Ranking of {self.student}"


class Draft(models.Model):
    """One run of the allocation engine, with everything it takes to do it again.

    `problem` and `result` are the engine's own JSON; `problem_hash` is the SHA-256 of the problem
    in canonical form. A draft touches no student until somebody publishes it.
    """

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=10, choices=DraftKind, default=DraftKind.DRAFT)
    mode = models.CharField(max_length=20, choices=Mode, default=Mode.FAIR)
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.WAITING)
    because = models.CharField(max_length=200, blank=True)  # why it failed
    seed = models.PositiveIntegerField()
    problem = models.JSONField(default=dict)
    problem_hash = models.CharField(max_length=64, blank=True)
    result = models.JSONField(default=dict)
    # The day erased students were taken out of it: the hash is of what it was before.
    erased_on = models.DateField(null=True, blank=True)
    engine_version = models.CharField(max_length=40, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(published_at__isnull=False, kind="draft"),
                name="draft_published_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk} of {self.round}"

    @property
    def is_ready(self) -> bool:
        return self.state == DraftState.READY


class Offer(models.Model):
    """A place in one session, offered to one student, with the sentence on why.

    A live offer holds the place: the student is down for the session.
    """

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="offers")
    session = models.ForeignKey(
        "programme.GroupSession", on_delete=models.CASCADE, related_name="offers"
    )
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="place_offers"
    )
    draft = models.ForeignKey(Draft, null=True, on_delete=models.SET_NULL, related_name="offers")
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.OFFERED)
    choice = models.PositiveSmallIntegerField()  # 1 for the first choice
    reason = models.CharField(max_length=400)
    made_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    # Whoever accepted, refused or took it back; None for time itself.
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Accepted, and yet waiting for a higher choice.
    wants_higher = models.BooleanField(default=False)
    # The lower choice that accepting this one gives back.
    instead_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["student__family_name", "student__given_name", "student_id", "choice"]
        indexes = [models.Index(fields=["state", "answer_by"], name="offer_state_answer_by")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "student"],
                condition=Q(state__in=[state.value for state in LIVE]),
                name="offer_live_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session} for {self.student}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    def can_be_answered(self, now: dt.datetime) -> bool:
        """Whether the student may still say yes or no."""
        return self.state == OfferState.OFFERED and now <= self.answer_by


class PlaceNotice(models.Model):
    """One thing about a round that an e-mail tells one student, once: its key says what."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=NoticeKind)
    key = models.CharField(max_length=80, unique=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["queued_at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, to {self.person}"
