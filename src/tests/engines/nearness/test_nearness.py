"""Distances: on the grid as the Ordnance Survey reckons it, by postcode where no more is known."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.engines.nearness import centres_of, district_and_area, miles, to_grid

# Published positions: schools whose grid reference the national list has, and their degrees.
GREENWICH = (51.4779, -0.0015)  # the Royal Observatory: TQ 388 773


def test_degrees_become_the_national_grid_within_some_metres():
    east, north = to_grid([GREENWICH[0], 52.65757], [GREENWICH[1], 1.71792])
    assert abs(east[0] - 538_880) < 60
    assert abs(north[0] - 177_330) < 60
    # The worked example of the guide, moved to satellite degrees: TG 51409 13177.
    assert np.hypot(east[1] - 651_409, north[1] - 313_177) < 200


def test_a_postcode_has_a_district_and_an_area():
    assert district_and_area("bd7 1aa") == ("BD7", "BD")
    assert district_and_area("EC1A 1BB") == ("EC1A", "EC")
    assert district_and_area("BD7") == ("BD7", "BD")
    assert district_and_area("not one") == ("", "")
    assert district_and_area("") == ("", "")


def test_what_has_no_place_of_its_own_stands_in_the_middle_of_its_district_else_of_its_area():
    centres = centres_of(["BD7 1AA", "BD7 2AA", "BD1 1AA"], [0, 200, 1000], [0, 0, 300])
    placed = centres.place(["BD7 9ZZ", "BD99 1AA", "ZE1 0AA", ""])
    assert list(placed.by) == ["district", "area", "", ""]
    assert placed.easting[:2].tolist() == [100, 400]
    assert placed.northing[:2].tolist() == [0, 100]
    assert np.isnan(placed.easting[2:]).all()


def test_without_any_published_place_nothing_is_placed():
    placed = centres_of([], [], []).place(["BD7 1AA"])
    assert placed.by.tolist() == [""]


def test_what_is_not_known_is_no_distance():
    found = miles([1609.344, np.nan], [0, 0], (0, 0))
    assert found[0] == 1
    assert np.isnan(found[1])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["BD7 1AA", "BD8 1AA", "LS1 1AA", "x", ""]),
            st.floats(0, 7e5),
            st.floats(0, 1.3e6),
        ),
        max_size=30,
    )
)
def test_a_middle_lies_among_the_places_it_is_the_middle_of(rows):
    postcodes = [row[0] for row in rows]
    east, north = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    centres = centres_of(postcodes, east, north)
    for name, middle, many in zip(centres.names, centres.easting, centres.places, strict=True):
        mine = [e for p, e in zip(postcodes, east, strict=True) if name in district_and_area(p)]
        assert len(mine) == many
        assert min(mine) - 1e-6 <= middle <= max(mine) + 1e-6
