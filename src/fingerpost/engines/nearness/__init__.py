"""How far things are from one another, on the national grid, without any outside service.

centres = centres_of(postcodes, easting, northing)
placed = centres.place(other_postcodes)
miles(placed.easting, placed.northing, here)
"""

from .distance import METRES_A_MILE, miles
from .districts import Centres, Places, centres_of, district_and_area
from .grid import to_grid

__all__ = [
    "METRES_A_MILE",
    "Centres",
    "Places",
    "centres_of",
    "district_and_area",
    "miles",
    "to_grid",
]
