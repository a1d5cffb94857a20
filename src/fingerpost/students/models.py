"""The roll: students, their groups, characteristics, families, and who may see whom."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .enums import Characteristic, RollImportState, Sex


class TutorGroup(models.Model):
    """A tutor group of one year group."""

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="tutor_groups"
    )
    name = models.CharField(max_length=40)
    year_group = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["year_group", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name", "year_group"], name="tutor_group_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Student(models.Model):
    """A student who is or was on a school's roll."""

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="students")
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="student",
    )
    source_id = models.CharField(max_length=255, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    uln = models.CharField(max_length=10, blank=True)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    preferred_name = models.CharField(max_length=100, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    born_on = models.DateField(null=True)
    email = models.EmailField(blank=True)
    year_group = models.PositiveSmallIntegerField()
    tutor_group = models.ForeignKey(
        TutorGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="students"
    )
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    # Since when the student lets their family see what is coming up for them; None: they do not.
    coming_shared_at = models.DateTimeField(null=True, blank=True)
    # Set once the records of a leaver were erased: who they were is then known to nobody.
    anonymous_since = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["family_name", "given_name", "id"]
        indexes = [models.Index(fields=["school", "year_group"], name="student_school_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "upn"], condition=~Q(upn=""), name="student_upn_once"
            ),
            models.UniqueConstraint(
                fields=["school", "source_id"],
                condition=~Q(source_id=""),
                name="student_source_once",
            ),
            models.CheckConstraint(
                condition=Q(year_group__gte=7, year_group__lte=14), name="student_year_group"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="student_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name the student goes by, then the family name."""
        return f"{self.preferred_name or self.given_name} {self.family_name}"

    @property
    def listed_name(self) -> str:
        """The name as lists in order of family names show it: family name, then the other."""
        return f"{self.family_name}, {self.preferred_name or self.given_name}"

    @property
    def group_or_year(self) -> str:
        """The tutor group, or the year of a student who is in none."""
        return self.tutor_group.name if self.tutor_group else f"Year {self.year_group}"


class FormerUpn(models.Model):
    """A UPN that a student had before, by which an older file may still name them."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="former_upns")
    upn = models.CharField(max_length=13, db_index=True)
    noted_on = models.DateField()

    class Meta:
        ordering = ["student", "id"]
        constraints = [models.UniqueConstraint(fields=["student", "upn"], name="former_upn_once")]

    def __str__(self) -> str:
        return self.upn


class CharacteristicValue(models.Model):
    """One characteristic of a student, from one source, for a time. The open one is current."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="characteristics")
    kind = models.CharField(max_length=20, choices=Characteristic)
    value = models.CharField(max_length=60)
    source = models.CharField(max_length=60)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "kind"],
                condition=Q(until_on__isnull=True),
                name="characteristic_one_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"


class FamilyLink(models.Model):
    """A parent or carer who may see what this student shares."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="family_links"
    )
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="family_links")
    # What the school calls the person. Another school may know them too, by a name of its own.
    name_here = models.CharField(max_length=150, blank=True)
    relationship = models.CharField(max_length=40, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["student", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "student"],
                condition=Q(ended_on__isnull=True),
                name="family_link_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.known_as}, {self.relationship or 'family'} of {self.student}"

    @property
    def known_as(self) -> str:
        """The person's name as the school gave it."""
        return self.name_here or str(self.person)


class Scope(models.Model):
    """Whom a role is held for: a tutor group, a year group, or one student."""

    holding = models.ForeignKey(
        "accounts.RoleHolding", on_delete=models.CASCADE, related_name="scopes"
    )
    tutor_group = models.ForeignKey(TutorGroup, null=True, blank=True, on_delete=models.CASCADE)
    year_group = models.PositiveSmallIntegerField(null=True, blank=True)
    student = models.ForeignKey(Student, null=True, blank=True, on_delete=models.CASCADE)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="scope_names_one_thing",
                condition=Q(
                    tutor_group__isnull=False, year_group__isnull=True, student__isnull=True
                )
                | Q(tutor_group__isnull=True, year_group__isnull=False, student__isnull=True)
                | Q(tutor_group__isnull=True, year_group__isnull=True, student__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["holding", "student"],
                condition=Q(student__isnull=False),
                name="scope_student_once",
            ),
            models.UniqueConstraint(
                fields=["holding", "tutor_group"],
                condition=Q(tutor_group__isnull=False),
                name="scope_group_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.student or self.tutor_group or f"Year {self.year_group}")


class ColumnMapping(models.Model):
    """How a school's own spreadsheet columns were matched, remembered by its headings."""

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="column_mappings"
    )
    headings_key = models.CharField(max_length=64)
    mapping = models.JSONField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["school", "headings_key"], name="mapping_once")
        ]

    def __str__(self) -> str:
        return f"Column mapping of {self.school}"


class RollImport(models.Model):
    """One file read into the roll: previewed, then applied in one step, then perhaps undone."""

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="roll_imports"
    )
    file_name = models.CharField(max_length=255)
    file_digest = models.CharField(max_length=64)
    format = models.CharField(max_length=60, blank=True)
    # The uploaded file, kept in the installation's own folder until the import is decided.
    stored_as = models.CharField(max_length=255, blank=True)
    state = models.CharField(
        max_length=10, choices=RollImportState, default=RollImportState.PREVIEW
    )
    # The school's roll_revision that the preview was worked out against.
    roll_revision = models.PositiveBigIntegerField(default=0)
    mapping = models.JSONField(null=True)
    # The preview and, once applied, what it takes to undo; see students/services.
    plan = models.JSONField(default=dict)
    undo = models.JSONField(default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"Roll import of {self.file_name}"
