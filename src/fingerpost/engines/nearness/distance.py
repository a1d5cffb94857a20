"""Miles as the crow flies."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

METRES_A_MILE = 1609.344


def miles(
    easting: ArrayLike, northing: ArrayLike, here: tuple[float, float]
) -> NDArray[np.float64]:
    """Miles of each place, in metres on the national grid, from one; nan where it is not known."""
    east, north = np.asarray(easting, np.float64), np.asarray(northing, np.float64)
    return np.hypot(east - here[0], north - here[1]) / METRES_A_MILE
