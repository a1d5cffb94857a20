"""Made-up records, by hand and by chance."""

import datetime as dt
import uuid

from hypothesis import strategies as st

from fingerpost.exchange.record import record as made

TODAY = dt.date(2026, 11, 25)
HERE = made.Source("https://example.org/schools/900001", "Made-up School")
ELSEWHERE = made.Source("https://example.org/schools/900002", "Another School")


def identifier(number):
    return f"urn:uuid:{uuid.UUID(int=number)}"


def full():
    """A record with something of every sort in it."""
    return made.Record(
        id=identifier(1),
        issuer=HERE,
        made_at=dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC),
        holder=made.Holder("Zoë", "Ångström", dt.date(2011, 5, 4), 10, "A123456789012"),
        stays=(made.Stay(identifier(2), dt.date(2022, 9, 1)),),
        encounters=(
            made.Encounter(
                identifier(3),
                dt.date(2026, 10, 1),
                "guidance_interview",
                "Guidance interview",
                channel="in_person",
                minutes=40,
                independent=True,
                routes=("t_level",),
                interview=made.Interview("You like engines.", "Ash Adviser", "Thank you"),
            ),
            made.Encounter(
                identifier(4),
                dt.date(2025, 3, 1),
                "employer_talk",
                "Employer talk",
                "A talk by a baker",
                "Crumb Ltd",
                source=ELSEWHERE,
            ),
        ),
        plan=(
            made.Action(
                identifier(5), "Visit the college", dt.date(2026, 10, 1), who="student",
                due_on=dt.date(2027, 1, 5),
            ),
            made.Action(
                identifier(6), "Ask about visits", dt.date(2026, 9, 9), "done",
                closed_on=dt.date(2026, 10, 2),
            ),
        ),
        ideas=(
            made.Idea(
                identifier(7), "job", "Car mechanic", dt.date(2026, 9, 3), note="Fixing cars",
                occupation="motor-mechanic", soc2020="5231",
            ),
        ),
        self_assessments=(
            made.SelfAssessment(identifier(8), "2026", dt.date(2026, 9, 4), {"repair-things": 5}),
        ),
        intentions=(
            made.Intention(identifier(9), "post_16", dt.date(2026, 9, 5), 3, "t_level"),
        ),
        reasons=(
            made.Reasons(
                identifier(11), "post_16", dt.date(2026, 9, 6), ("like", "near"), "I like engines",
                (made.Alternative("apprenticeship", "At a garage"), made.Alternative(words="Army")),
                ("Design and technology",),
            ),
        ),
        applications=(
            made.Application(
                identifier(12), "post_16", "Motor vehicles", "t_level", "offer",
                dt.date(2026, 9, 7), "Weir College", 3, close_on=dt.date(2027, 1, 31),
                applied_on=dt.date(2026, 10, 9), reply_by=dt.date(2027, 3, 1),
                conditions="A 5 in maths", notes="Bus 42",
            ),
        ),
        predicted_grades=(
            made.PredictedGrade(identifier(13), "Maths", 5, dt.date(2026, 11, 1), "Autumn report"),
        ),
        responsibilities=(
            made.Responsibility(identifier(14), "Team captain", dt.date(2026, 9, 8)),
        ),
        documents=(
            made.Document(
                identifier(15), "cv", "My CV", dt.date(2026, 11, 2), {"about": "I mend bicycles."}
            ),
        ),
        feedback=(
            made.Feedback(
                identifier(10), "after_interview", dt.date(2026, 10, 2), {"listened": "Yes"}, "Fine"
            ),
        ),
    )  # fmt: skip


# What people type: signs of every script, but none that cannot be shown.
_SIGNS = st.characters(exclude_categories=["Cs", "Cc"])
_NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
# Long past on whatever day the tests run.
_LAST = dt.date(2025, 1, 1)
_DAYS = st.dates(dt.date(2015, 1, 1), _LAST)
_NUMBERS = st.integers(1, 10**30)


def words(most):
    return st.text(_SIGNS, min_size=1, max_size=min(most, 30)).map(str.strip).filter(bool)


def _maybe(strategy, nothing=None):
    return st.one_of(st.just(nothing), strategy)


_IDS = _NUMBERS.map(identifier)
_SOURCES = _maybe(st.sampled_from([ELSEWHERE]))
_ROUTES = st.lists(_NAMES, max_size=3, unique=True).map(tuple)
_ENCOUNTERS = st.builds(
    made.Encounter,
    id=_IDS,
    on=_DAYS,
    kind=_NAMES,
    label=words(200),
    summary=_maybe(words(200), ""),
    organisation=_maybe(words(200), ""),
    subject=_maybe(words(60), ""),
    channel=st.sampled_from(["", *made.CHANNELS]),
    minutes=_maybe(st.integers(0, 500)),
    independent=_maybe(st.booleans()),
    routes=_ROUTES,
    sectors=_ROUTES,
    interview=st.none(),
    source=_SOURCES,
)
_OPEN = st.builds(
    made.Action,
    id=_IDS,
    what=words(300),
    agreed_on=_DAYS,
    state=st.just("open"),
    who=st.sampled_from(["", *made.OWNERS]),
    due_on=_maybe(st.dates(dt.date(2015, 1, 1), dt.date(2030, 1, 1))),
    closed_on=st.none(),
    what_came_of_it=st.just(""),
    opportunity=_maybe(words(200), ""),
    opportunity_url=st.sampled_from(["", "https://example.org/a?b=c"]),
    routes=_ROUTES,
    source=_SOURCES,
)
_CLOSED = st.builds(
    made.Action,
    id=_IDS,
    what=words(300),
    agreed_on=st.dates(dt.date(2015, 1, 1), dt.date(2020, 1, 1)),
    state=st.sampled_from(["done", "dropped"]),
    closed_on=st.dates(dt.date(2020, 1, 1), _LAST),
    what_came_of_it=_maybe(words(300), ""),
    source=_SOURCES,
)
_IDEAS = st.builds(
    made.Idea,
    id=_IDS,
    kind=st.sampled_from(made.IDEA_KINDS),
    title=words(120),
    saved_on=st.dates(dt.date(2015, 1, 1), dt.date(2020, 1, 1)),
    note=_maybe(words(2000), ""),
    occupation=st.just(""),
    found_at=_maybe(words(200), ""),
    link=st.sampled_from(["", "http://example.org/"]),
    put_away_on=_maybe(st.dates(dt.date(2020, 1, 1), _LAST)),
    source=_SOURCES,
)
_ANSWERS = st.builds(
    made.SelfAssessment,
    id=_IDS,
    edition=_NAMES.map(lambda name: name[:20]),
    finished_on=_DAYS,
    answers=st.dictionaries(_NAMES, st.integers(1, 5), max_size=4),
    source=_SOURCES,
)
_INTENTIONS = st.builds(
    made.Intention,
    id=_IDS,
    point=st.sampled_from(made.POINTS),
    said_on=_DAYS,
    how_sure=st.integers(1, 5),
    route=_maybe(_NAMES, ""),
    fallback_route=_maybe(_NAMES, ""),
    note=_maybe(words(300), ""),
    source=_SOURCES,
)
_REASONS = st.builds(
    made.Reasons,
    id=_IDS,
    point=st.sampled_from(made.POINTS),
    said_on=_DAYS,
    ticks=_ROUTES,
    own_words=_maybe(words(600), ""),
    alternatives=st.lists(
        st.builds(made.Alternative, route=_maybe(_NAMES, ""), words=_maybe(words(160), "")),
        max_size=3,
    ).map(tuple),
    subjects=st.lists(words(60), max_size=3).map(tuple),
    source=_SOURCES,
)
_APPLICATIONS = st.builds(
    made.Application,
    id=_IDS,
    point=st.sampled_from(made.POINTS),
    title=words(160),
    route=_NAMES,
    state=st.sampled_from(made.APPLICATION_STATES),
    added_on=_DAYS,
    provider=_maybe(words(160), ""),
    level=_maybe(st.integers(1, 8)),
    close_on=_maybe(st.dates(dt.date(2015, 1, 1), dt.date(2030, 1, 1))),
    conditions=_maybe(words(300), ""),
    notes=_maybe(words(2000), ""),
    source=_SOURCES,
)
_GRADES = st.builds(
    made.PredictedGrade,
    id=_IDS,
    subject=words(60),
    grade=st.integers(1, 9),
    predicted_on=_DAYS,
    given_by=_maybe(words(60), ""),
    source=_SOURCES,
)
_CHARGES = st.builds(
    made.Responsibility, id=_IDS, words=words(160), added_on=_DAYS, source=_SOURCES
)
_DOCUMENTS = st.builds(
    made.Document,
    id=_IDS,
    kind=st.sampled_from(made.DOCUMENT_KINDS),
    title=words(80),
    changed_on=_DAYS,
    parts=st.dictionaries(_NAMES, words(3000), max_size=3),
    source=_SOURCES,
)
_FEEDBACK = st.builds(
    made.Feedback,
    id=_IDS,
    question_set=_NAMES,
    given_on=_DAYS,
    answers=st.dictionaries(_NAMES, words(200), max_size=3),
    comment=_maybe(words(500), ""),
    source=_SOURCES,
)


def _all_different(record):
    ids = [record.id, *(piece.id for piece in record.pieces)]
    return len(set(ids)) == len(ids)


def _some(strategy):
    return st.lists(strategy, max_size=3).map(tuple)


RECORDS = st.builds(
    made.Record,
    id=_IDS,
    issuer=st.just(HERE),
    made_at=st.integers(1_420_000_000, 1_735_000_000).map(
        lambda second: dt.datetime.fromtimestamp(second, dt.UTC)
    ),
    holder=st.builds(
        made.Holder,
        given_name=words(100),
        family_name=words(100),
        born_on=_maybe(st.dates(dt.date(2000, 1, 1), dt.date(2016, 1, 1))),
        year_group=_maybe(st.integers(7, 14)),
        upn=st.sampled_from(["", "A123456789012"]),
    ),
    stays=st.builds(made.Stay, id=_IDS, joined_on=_DAYS).map(lambda one: (one,)),
    encounters=_some(_ENCOUNTERS),
    plan=st.tuples(_some(_OPEN), _some(_CLOSED)).map(lambda two: two[0] + two[1]),
    ideas=_some(_IDEAS),
    self_assessments=_some(_ANSWERS),
    intentions=_some(_INTENTIONS),
    reasons=_some(_REASONS),
    applications=_some(_APPLICATIONS),
    predicted_grades=_some(_GRADES),
    responsibilities=_some(_CHARGES),
    documents=_some(_DOCUMENTS),
    feedback=_some(_FEEDBACK),
).filter(_all_different)
