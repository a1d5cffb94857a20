from fingerpost import rules
from tests.measures.builder import AS_OF, LAST_YEAR, TWO_YEARS_AGO, Made
from tests.measures.specifications import Specification, named, specification

TALK, VISIT = "provider_talk", "provider_visit"
SCHOOL, COLLEGE, UNIVERSITY = "school_sixth_form", "further_education", "university"


@specification
def routes_three(s: Made) -> None:
    s.counted(year=9).had("assembly", routes=[SCHOOL, COLLEGE, "t_level"])
    s.counted(year=11).had(TALK, LAST_YEAR, routes=[SCHOOL, COLLEGE]).had(TALK, routes=["t_level"])
    s.due(year=10).had(TALK, routes=[SCHOOL, COLLEGE], times=2)
    s.due(year=10).had("idea_saved", routes=[SCHOOL, COLLEGE, "t_level"])
    s.outside(year=8).had(TALK, routes=[SCHOOL, COLLEGE, "t_level"])


@specification
def routes_mean(s: Made) -> None:
    s.worth(2, year=9).had(TALK, routes=[SCHOOL, COLLEGE]).had(TALK, routes=[COLLEGE])
    s.worth(0, year=10).had(TALK)
    s.outside(year=12).had(TALK, routes=[SCHOOL])


@specification
def technical_route(s: Made) -> None:
    s.counted(year=9).had(TALK, routes=["t_level"])
    s.counted(year=10).had("own_research", LAST_YEAR, routes=["apprenticeship", UNIVERSITY])
    s.due(year=11).had(TALK, routes=[SCHOOL, UNIVERSITY])
    s.outside(year=8).had(TALK, routes=["t_level"])


@specification
def apprenticeships(s: Made) -> None:
    s.counted(year=9).had(TALK, routes=["higher_apprenticeship"])
    s.counted(year=9).had(TALK, routes=["apprenticeship"])
    s.due(year=9).had(TALK, routes=["t_level"])
    s.outside(year=13).had(TALK, routes=["apprenticeship"])


@specification
def academic_only(s: Made) -> None:
    s.counted(year=9).had(TALK, routes=[SCHOOL, UNIVERSITY])
    s.due(year=9).had(TALK, routes=[SCHOOL]).had(TALK, routes=["training_provider"])
    s.outside(year=9).had(TALK)
    s.outside(year=12).had(TALK, routes=[SCHOOL])


@specification
def provider_by_16(s: Made) -> None:
    s.counted(year=10).had("taster", TWO_YEARS_AGO)
    s.counted(year=11).had("careers_fair")
    s.due(year=11).had(TALK, meaningful=False)
    s.due(year=11).had("employer_talk")
    s.outside(year=12).had(TALK, LAST_YEAR)


@specification
def provider_range(s: Made) -> None:
    whole = [SCHOOL, COLLEGE, UNIVERSITY, "apprenticeship"]
    s.counted(year=10).had("careers_fair", routes=whole)
    s.counted(year=11).had(TALK, routes=["sixth_form_college", "t_level"]).had(
        VISIT, LAST_YEAR, routes=[UNIVERSITY, "training_provider"]
    )
    s.due(year=10).had(TALK, routes=whole[:3])
    s.due(year=10).had("assembly", routes=whole)
    s.outside(year=9).had("careers_fair", routes=whole)


@specification
def universities_twice(s: Made) -> None:
    s.counted(year=13).had(VISIT, routes=[UNIVERSITY]).had("taster", LAST_YEAR, routes=[UNIVERSITY])
    s.due(year=13).had(VISIT, routes=[UNIVERSITY]).had(TALK, routes=[UNIVERSITY])
    s.due(year=13).had(VISIT, TWO_YEARS_AGO, routes=[UNIVERSITY], times=2)
    s.outside(year=12).had(VISIT, routes=[UNIVERSITY], times=2)


@specification
def sectors_mean(s: Made) -> None:
    s.worth(2).had("employer_talk", sectors=["digital", "care_services"]).had(
        "mentoring", sectors=["digital"]
    )
    s.worth(0).had("employer_talk").had("idea_saved", sectors=["digital"])


def _shown(field: str, name: str, other: str) -> Specification:
    def check(s: Made) -> None:
        s.counted(year=8).had("assembly", **{field: [name]})
        s.counted(year=12).had("employer_talk", TWO_YEARS_AGO, **{field: [other, name]})
        s.due().had("assembly", **{field: [other]})
        s.due().had("idea_saved", **{field: [name]})

    return check


def _around(names: list[str]) -> zip:
    return zip(names, [*names[1:], names[0]], strict=True)


for _name, _other in _around([route.name for route in rules.routes(AS_OF)]):
    named(f"route_{_name}")(_shown("routes", _name, _other))
for _group in rules.route_groups(AS_OF):
    _outside = next(one.name for one in rules.routes(AS_OF) if one.name not in _group.routes)
    named(_group.name)(_shown("routes", _group.routes[-1], _outside))
for _name, _other in _around([sector.name for sector in rules.sectors(AS_OF)]):
    named(f"sector_{_name}")(_shown("sectors", _name, _other))
