"""What the installation has loaded from published lists: for all schools, of none."""

from django.db import models


class Placed(models.TextChoices):
    """How well it is known where something is."""

    POINT = "point", "Its own place"
    DISTRICT = "district", "The middle of its postcode district"
    AREA = "area", "The middle of its postcode area"
    UNKNOWN = "", "Not known"


class Description(models.Model):
    """What an occupation is like, in published words that the installation has loaded.

    They do not come with the product: `fingerpost load-pathways` brings them, with their date.
    """

    occupation = models.CharField(max_length=80, unique=True)
    summary = models.TextField()
    tasks = models.JSONField(default=list)
    surroundings = models.JSONField(default=list)
    places = models.JSONField(default=list)
    later = models.TextField(blank=True)
    tips = models.TextField(blank=True)
    dated = models.CharField(max_length=60, blank=True)
    loaded_on = models.DateField()

    class Meta:
        ordering = ["occupation"]

    def __str__(self) -> str:
        return self.occupation


class PublishedAssessment(models.Model):
    """The published assessment of interests that the installation has loaded; the newest counts.

    statements: dicts of text, trait, is_reversed. traits: dicts of name, meaning, families.
    """

    edition = models.CharField(max_length=12, unique=True)
    statements = models.JSONField()
    traits = models.JSONField()
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-loaded_at", "-id"]

    def __str__(self) -> str:
        return f"Assessment {self.edition}"


class Provider(models.Model):
    """A school, college, university, employer or other place that offers courses.

    From published lists, for the whole installation. `key`: "ukprn:" or "urn:" and its number, or
    "name:" and its name. Place: metres on the national grid.
    """

    key = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=40)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    easting = models.IntegerField(null=True)
    northing = models.IntegerField(null=True)
    placed_by = models.CharField(max_length=8, choices=Placed, blank=True)
    source = models.CharField(max_length=200)
    loaded_on = models.DateField()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Course(models.Model):
    """A course, an apprenticeship or another next place, of any route, from published lists.

    One model for all routes, so that each has equal room. `sector` is empty where a place is for
    any kind of work, as a sixth form is. Place: metres on the national grid, its own or that of
    its provider. What has an end (`expires_on`) is not shown after it.
    """

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="courses")
    title = models.CharField(max_length=160)
    route = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(null=True)
    sector = models.CharField(max_length=60, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    easting = models.IntegerField(null=True)
    northing = models.IntegerField(null=True)
    placed_by = models.CharField(max_length=8, choices=Placed, blank=True)
    gcses = models.PositiveSmallIntegerField(null=True)
    grade = models.PositiveSmallIntegerField(null=True)
    subjects = models.JSONField(default=list)
    english_grade = models.PositiveSmallIntegerField(null=True)
    maths_grade = models.PositiveSmallIntegerField(null=True)
    requirements = models.CharField(max_length=500, blank=True)
    starts_on = models.DateField(null=True)
    details = models.CharField(max_length=500, blank=True)
    open_day = models.DateField(null=True)
    opens_on = models.DateField(null=True)
    apply_by = models.DateField(null=True)
    link = models.URLField(max_length=500, blank=True)
    source = models.CharField(max_length=200)
    expires_on = models.DateField(null=True)
    loaded_on = models.DateField()

    class Meta:
        ordering = ["title", "id"]
        indexes = [
            # All that a list is filtered and ordered by, so that it is read from here alone.
            models.Index(
                fields=["route", "easting", "northing", "sector", "expires_on"],
                name="course_route_place",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "title", "route", "postcode"], name="course_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.provider}"


class PostcodeDistrict(models.Model):
    """Where the middle of a postcode district or area is, reckoned from published places there.

    `name` is a district (BD7) or an area (BD). `places`: how many it is the middle of.
    """

    name = models.CharField(max_length=4, unique=True)
    easting = models.IntegerField()
    northing = models.IntegerField()
    places = models.PositiveIntegerField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
