"""People who sign in, and the roles they hold."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from .enums import InvitationChannel, InvitationState, Role


class PersonManager(BaseUserManager["Person"]):
    """Makes people; an e-mail address is compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Anyone who can sign in: a student, a parent, a member of staff, an adviser, a governor."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    # May add schools to this installation and make their first administrator.
    runs_installation = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_without_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    @property
    def has_come(self) -> bool:
        """Whether they have signed in, or could at any time with a password of their own."""
        return self.last_login is not None or self.has_usable_password()


class RoleHolding(models.Model):
    """A role held at a school, for a time: for all students, or for the scopes in `students`."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="holdings")
    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="holdings")
    role = models.CharField(max_length=20, choices=Role)
    # What this school calls the person. Another school may know them too, by a name of its own.
    name_here = models.CharField(max_length=150, blank=True)
    all_students = models.BooleanField(default=False)
    # Empty for roles of before this was noted.
    given_at = models.DateTimeField(null=True, default=timezone.now)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["school", "role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "school", "role"],
                condition=Q(ends_on__isnull=True),
                name="holding_once_while_open",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="holding_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.known_as}, {self.get_role_display()}"

    @property
    def known_as(self) -> str:
        """The person's name as this school gave it."""
        return self.name_here or str(self.person)


class Invitation(models.Model):
    """How a person was told to sign in for a role: one for each role, sent again if need be."""

    holding = models.OneToOneField(RoleHolding, on_delete=models.CASCADE, related_name="invitation")
    channel = models.CharField(max_length=10, choices=InvitationChannel)
    state = models.CharField(
        max_length=10, choices=InvitationState, default=InvitationState.WAITING
    )
    # The site's address as the person who asked saw it, for the link in the message.
    root = models.CharField(max_length=200, blank=True)
    # A slip's one-time code is kept as a digest only.
    code_digest = models.CharField(max_length=64, blank=True, db_index=True)
    code_until = models.DateField(null=True)
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Invitation of {self.holding}"


class MailChoice(models.Model):
    """Which e-mails a person wants; without a line, all of them."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="mail_choice")
    about_interviews = models.BooleanField(default=True)
    about_late_actions = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"E-mails to {self.person}"
