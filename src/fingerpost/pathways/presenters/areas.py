"""How it was found of which area the openings are told, in a sentence."""

from ..selectors.areas import SchoolArea


def how_found(area: SchoolArea, name: str) -> str:
    """Why the openings of an area of this name are shown first."""
    if not area.authority:
        return "We do not know which council your school belongs to, so this starts with England."
    if not area.is_nearer:
        return f"Your school is in {area.authority}. The nearest figures for it are for England."
    if area.district:
        return f"Schools in {area.district}, like yours, are in {area.authority}: so {name}."
    return f"Your school is in {area.authority}, so this starts with {name}."
