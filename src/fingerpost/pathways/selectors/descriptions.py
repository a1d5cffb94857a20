"""Reading what occupations are like, where that has been loaded."""

from ..models import Description


def description_of(slug: str) -> Description | None:
    """The published words about an occupation; None where none are loaded."""
    return Description.objects.filter(occupation=slug).first()
