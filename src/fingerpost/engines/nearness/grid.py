"""From latitude and longitude to the national grid of Great Britain.

Formulas and figures: Ordnance Survey, "A guide to coordinate systems in Great Britain", annexes B
and C. The shift between the two models of the earth is good to about 5 metres.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
# Half axes in metres of the ellipsoids: of satellite positions (GRS80), of the grid (Airy 1830).
_GRS80, _AIRY = (6378137.0, 6356752.3141), (6377563.396, 6356256.909)
# From the one to the other: metres along each axis, parts of one, seconds of arc about each axis.
_SHIFT = np.array([-446.448, 125.157, -542.060])
_SCALE = 20.4894e-6
_TURN = np.deg2rad(np.array([-0.1502, -0.2470, -0.8421]) / 3600)
# The grid: scale on its middle line, its true origin, and where that lies in metres.
_F0, _LAT0, _LON0 = 0.9996012717, np.deg2rad(49.0), np.deg2rad(-2.0)
_E0, _N0 = 400_000.0, -100_000.0


def to_grid(latitude: ArrayLike, longitude: ArrayLike) -> tuple[Numbers, Numbers]:
    """Eastings and northings in metres of places by degrees (WGS84), all at once."""
    lat = np.deg2rad(np.asarray(latitude, np.float64))
    lon = np.deg2rad(np.asarray(longitude, np.float64))
    return _projected(*_on_airy(lat, lon))


def _on_airy(lat: Numbers, lon: Numbers) -> tuple[Numbers, Numbers]:
    """The same places on the ellipsoid of the grid, in radians."""
    a, b = _GRS80
    e2 = 1 - (b / a) ** 2
    nu = a / np.sqrt(1 - e2 * np.sin(lat) ** 2)
    x = nu * np.cos(lat) * np.cos(lon)
    y = nu * np.cos(lat) * np.sin(lon)
    z = (1 - e2) * nu * np.sin(lat)
    (tx, ty, tz), (rx, ry, rz), s = _SHIFT, _TURN, 1 + _SCALE
    x, y, z = (
        tx + s * x - rz * y + ry * z,
        ty + rz * x + s * y - rx * z,
        tz - ry * x + rx * y + s * z,
    )
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    across = np.hypot(x, y)
    lat = np.arctan2(z, across * (1 - e2))
    for _ in range(5):
        nu = a / np.sqrt(1 - e2 * np.sin(lat) ** 2)
        lat = np.arctan2(z + e2 * nu * np.sin(lat), across)
    return lat, np.arctan2(y, x)


def _projected(lat: Numbers, lon: Numbers) -> tuple[Numbers, Numbers]:
    """Transverse Mercator, by the series of the guide."""
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    sin, cos, tan2 = np.sin(lat), np.cos(lat), np.tan(lat) ** 2
    nu = a * _F0 / np.sqrt(1 - e2 * sin**2)
    rho = nu * (1 - e2) / (1 - e2 * sin**2)
    eta2 = nu / rho - 1
    d = lon - _LON0
    north = (
        _N0
        + _meridian(lat)
        + d**2 * nu / 2 * sin * cos
        + d**4 * nu / 24 * sin * cos**3 * (5 - tan2 + 9 * eta2)
        + d**6 * nu / 720 * sin * cos**5 * (61 - 58 * tan2 + tan2**2)
    )
    east = (
        _E0
        + d * nu * cos
        + d**3 * nu / 6 * cos**3 * (nu / rho - tan2)
        + d**5 * nu / 120 * cos**5 * (5 - 18 * tan2 + tan2**2 + 14 * eta2 - 58 * tan2 * eta2)
    )
    return east, north


def _meridian(lat: Numbers) -> Numbers:
    """Metres along the middle line from the true origin."""
    a, b = _AIRY
    n = (a - b) / (a + b)
    minus, plus = lat - _LAT0, lat + _LAT0
    arc: Numbers = (
        b
        * _F0
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * minus
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(minus) * np.cos(plus)
            + 15 / 8 * (n**2 + n**3) * np.sin(2 * minus) * np.cos(2 * plus)
            - 35 / 24 * n**3 * np.sin(3 * minus) * np.cos(3 * plus)
        )
    )
    return arc
