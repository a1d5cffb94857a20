"""Next places for what somebody has and likes: of every route, with how far off each is.

next_places(places, have, liked, reach=25)
"""

from .needing import Distance, Have, Need, distance
from .places import NextPlace, Place, next_places

__all__ = ["Distance", "Have", "Need", "NextPlace", "Place", "distance", "next_places"]
