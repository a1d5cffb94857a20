"""Small made-up rounds, every feature mixed: nothing is better than what the engine finds."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fingerpost.engines.allocation import BadProblem, allocate, check, read_problem
from tests.engines.allocation import brute

SESSIONS = ["A", "B", "C"]
GROUPS = ["g", "h"]


NAMES = ["need", "preference", "benefit", "missed_before"]
EVERY_FEATURE = frozenset({"minimum", "reserved", "slot", "conflicts", "mixed", "fixed"})


@st.composite
def a_session(draw, name, names, features):
    def sometimes(feature):
        return feature in features and draw(st.booleans())

    capacity = draw(st.integers(0, 3))
    session = {"id": name, "capacity": capacity}
    if sometimes("minimum"):
        session["minimum"] = draw(st.integers(0, capacity))
    if sometimes("slot"):
        session["slot"] = "morning"
    if capacity and sometimes("reserved"):
        session["reserved"] = {draw(st.sampled_from(GROUPS)): draw(st.integers(1, capacity))}
    if sometimes("mixed"):
        session["escorts"] = draw(st.integers(0, 1))
    if sometimes("mixed"):
        session["transport"] = "bus"
    scores = st.sampled_from([0, 40, 100])
    return session | {"benefit": draw(st.dictionaries(st.sampled_from(names), scores, max_size=2))}


@st.composite
def a_student(draw, name, features):
    return {
        "id": name,
        "need": draw(st.sampled_from([0, 10, 33.5, 50, 100])),
        "places": draw(st.integers(0, 2)),
        "missed_before": draw(st.integers(0, 5)),
        "groups": draw(st.lists(st.sampled_from(GROUPS), unique=True)),
        "preferences": list(draw(st.permutations(SESSIONS))[: draw(st.integers(0, 3))]),
        "accompanied": "mixed" in features and draw(st.booleans()),
    }


@st.composite
def problems(draw, features=EVERY_FEATURE):
    names = [f"s{number}" for number in range(draw(st.integers(1, 4)))]
    chosen = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    weights, levels = st.sampled_from([1, 2, 0.5]), st.integers(1, 2)
    problem = {
        "students": [draw(a_student(name, features)) for name in names],
        "sessions": [draw(a_session(name, names, features)) for name in SESSIONS],
        "criteria": [{"name": n, "weight": draw(weights), "level": draw(levels)} for n in chosen],
        "seed": draw(st.integers(0, 9)),
    }
    if "conflicts" in features and draw(st.booleans()):
        problem["conflicts"] = [["A", "C"]]
    if "mixed" in features and len(names) > 1 and draw(st.booleans()):
        problem["together"] = [names[:2]]
    if "fixed" in features and draw(st.booleans()):
        place = {"student": draw(st.sampled_from(names)), "session": draw(st.sampled_from("AB"))}
        problem["fixed"] = [place]
    return problem


MANY = settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def agrees(data):
    try:
        problem = read_problem(data)
        result = allocate(problem)
    except BadProblem:
        # Fixed places that contradict each other: nothing can be shared out at all.
        assert brute.best(data) is None
        return
    told = result.to_json(problem)
    assert check(data, told) == []
    expected = brute.best(data)
    if expected is None:
        assert result.status == "infeasible"
    else:
        assert result.status == "optimal"
        assert result.objective == expected


@MANY
@given(problems(features=EVERY_FEATURE - {"mixed", "conflicts"}))
def test_nothing_is_better_than_the_flow(data):
    agrees(data)


@MANY
@given(problems())
def test_nothing_is_better_with_every_feature_mixed(data):
    agrees(data)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(problems(), st.sampled_from(["first_come", "serial_dictatorship", "deferred_acceptance"]))
def test_other_modes_keep_the_requirements_and_are_never_better(data, mode):
    try:
        problem = read_problem(data)
        fair, other = allocate(problem), allocate(problem, mode)
    except BadProblem:
        return
    if fair.status == "infeasible":
        return
    told = other.to_json(problem)
    forced = {p["session"] for p in data.get("fixed", [])}
    faults = [
        fault
        for fault in check(data, told)
        # These modes cannot fill a session that must run.
        if not any(f"“{session}” has" in fault and "needs" in fault for session in forced)
    ]
    assert faults == []
    if not forced:
        assert other.objective <= fair.objective
