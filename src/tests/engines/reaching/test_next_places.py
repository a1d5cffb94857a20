"""What is shown for what somebody has and likes: every route within reach, never nothing."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from fingerpost.engines.reaching import Have, Need, Place, distance, next_places

ROUTES = ["apprenticeship", "t_level", "school_sixth_form", "university"]
SECTORS = ["", "digital", "care_services"]
SUBJECTS = ["english", "maths", "art", "history"]

needs = st.builds(
    Need,
    gcses=st.none() | st.integers(0, 6),
    grade=st.none() | st.integers(1, 9),
    subjects=st.lists(st.sampled_from(SUBJECTS), max_size=2, unique=True).map(tuple),
)
places = st.lists(
    st.builds(
        Place,
        key=st.integers(0, 10_000),
        route=st.sampled_from(ROUTES),
        sector=st.sampled_from(SECTORS),
        miles=st.none() | st.floats(0, 300),
        need=needs,
    ),
    max_size=40,
    unique_by=lambda one: one.key,
)
grades = st.dictionaries(st.sampled_from(SUBJECTS), st.integers(1, 9)).map(Have)
liked = st.sets(st.sampled_from(SECTORS[1:]))
reach = st.none() | st.floats(0, 100)


@given(places, grades, liked, reach)
def test_it_is_never_empty_where_there_is_anything(places, have, liked, reach):
    assert bool(next_places(places, have, liked, reach=reach)) == bool(places)


@given(places, grades, liked, reach, st.integers(1, 4))
def test_every_route_within_reach_is_shown_and_first_in_turn(places, have, liked, reach, each):
    near = {one.route for one in places if reach is None or one.miles is None or one.miles <= reach}
    shown = next_places(places, have, liked, reach=reach, each=each)
    expected = near or {one.route for one in places}
    first = [one.place.route for one in shown[: len(expected)]]
    assert sorted(first) == sorted(expected)


@given(places, grades, grades, liked, reach)
def test_grades_take_no_route_away(places, some, others, liked, reach):
    routes = [
        {one.place.route for one in next_places(places, have, liked, reach=reach)}
        for have in (some, others, Have())
    ]
    assert routes[0] == routes[1] == routes[2]


@given(places, grades, liked, reach)
def test_what_is_open_is_shown_in_its_route_where_there_is_one(places, have, liked, reach):
    near = [one for one in places if reach is None or one.miles is None or one.miles <= reach]
    open_routes = {one.route for one in near or places if distance(have, one.need).is_there}
    shown = next_places(places, have, liked, reach=reach)
    assert open_routes == {one.place.route for one in shown if one.distance.is_there}


@given(places, grades, liked, reach)
def test_other_ways_are_others_and_are_open(places, have, liked, reach):
    for one in next_places(places, have, liked, reach=reach):
        assert one.place.route not in one.other_ways
        for route in one.other_ways:
            assert any(
                other.route == route
                and other.sector in ("", one.place.sector)
                and distance(have, other.need).is_there
                for other in places
            )


@given(places, grades, liked, reach)
def test_the_order_of_the_list_does_not_matter(places, have, liked, reach):
    forward = next_places(places, have, liked, reach=reach)
    backward = next_places(places[::-1], have, liked, reach=reach)
    by_route = [
        sorted((one.place.route, one.place.key) for one in shown) for shown in (forward, backward)
    ]
    assert by_route[0] == by_route[1]


def test_nothing_about_the_person_goes_in_but_grades_likes_and_reach():
    """Neither sex nor school nor anything else can matter: there is no place to say it."""
    assert [one.name for one in dataclasses.fields(Have)] == ["grades"]
    names = next_places.__code__.co_varnames[: next_places.__code__.co_argcount]
    assert names == ("places", "have", "liked")


def test_the_distance_is_told_in_gcses():
    have = Have({"english language": 5, "maths": 4, "art": 3})
    far = distance(have, Need(5, 4, ("english", "maths")))
    assert (far.have, far.more, far.missing) == (2, 3, ())
    assert distance(have, Need(2, 5)).more == 1
    assert distance(have, Need(2, 4, ("history",))).missing == ("history",)
    assert distance(have, Need(0)).is_there
    assert not distance(have, Need(None)).is_known
