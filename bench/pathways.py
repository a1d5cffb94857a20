"""Suggestions and search: 2,000 students against 829 occupations, alone, and a whole country.

    python -m bench.pathways [STUDENTS OF A COUNTRY]
    python -m bench.pathways --courses FILE     writes 100,000 made courses, to load and to try

The peer of the suggestions is a bare matrix product of the same size, in the same parts: what it
takes at least to see how everything fits everybody. Answers are made up.
"""

import csv
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bench import Result

SCHOOL, COUNTRY, AT_ONCE, SUGGESTED = 2_000, 3_500_000, 100_000, 12
COURSES, PLACES = 100_000, 3_000
KINDS = ("", "course", "diploma")
# How many courses of each route there are made, about as uneven as they are.
ROUTES = {
    "further_education": 40, "university": 25, "apprenticeship": 10, "school_sixth_form": 8,
    "community_learning": 5, "sixth_form_college": 4, "t_level": 3, "training_provider": 2,
    "higher_apprenticeship": 1.5, "work_with_training": 1, "supported_internship": 0.5,
}  # fmt: skip
# Postcodes of the made courses, with about where each is on the national grid.
TOWNS = {
    "BD7 1AA": (415, 433), "LS1 3EX": (430, 434), "M1 1AE": (384, 398), "B1 1BB": (407, 287),
    "SE10 9NN": (538, 178), "BS1 5TR": (358, 173), "NE1 7RU": (425, 565), "PE7 3BY": (516, 297),
    "NR1 1RE": (623, 309), "PL4 8AA": (248, 55), "CT1 1QU": (615, 158), "DL1 5JW": (429, 515),
    "HU3 4DR": (507, 429), "LN2 5LQ": (498, 371), "SO14 7LY": (442, 112),
}  # fmt: skip
TOWNS = {postcode: (1000 * east, 1000 * north) for postcode, (east, north) in TOWNS.items()}
QUERIES = Path(__file__).parent.parent / "src/tests/engines/search/queries.csv"


def made_profiles(many, seed=1):
    """Directions of made people, of the shape that answers give."""
    from fingerpost.engines.suggesting import Profiles
    from fingerpost.occupations.fitting import catalogue

    chance = np.random.default_rng(seed)
    scales = np.asarray(catalogue().scales)
    scores = chance.normal(size=(many, len(scales))).astype(np.float32)
    for scale in range(scales.max() + 1):
        part = scores[:, scales == scale]
        part -= part.mean(1, keepdims=True)
        scores[:, scales == scale] = part / np.linalg.norm(part, axis=1, keepdims=True)
    return Profiles(scores, np.ones((many, int(scales.max()) + 1), bool))


def suggestions(country: int) -> list[Result]:
    from fingerpost.engines.suggesting import Profiles, suggest
    from fingerpost.occupations.fitting import catalogue

    things = catalogue()
    people = made_profiles(SCHOOL)
    one = Profiles(people.scores[:1], people.answered[:1])
    suggest(things, one, SUGGESTED)
    alone = min(_timed(lambda: suggest(things, one, SUGGESTED)) for _ in range(20))
    together = min(_timed(lambda: suggest(things, people, SUGGESTED)) for _ in range(5))
    weights = np.ascontiguousarray(things.likeness.T)
    bare = min(_timed(lambda: people.scores @ weights) for _ in range(5))
    results = [
        Result(f"Suggestions for {SCHOOL:,} students of {things.many} occupations", together,
               "a bare matrix product of the same size", bare, together / bare,
               "under 1 s", together < 1),
        Result("The same for one student", alone, "the goal", 0.02, alone / 0.02,
               "under 20 ms", alone < 0.02),
    ]  # fmt: skip
    ours = theirs = 0.0
    for begin in range(0, country, AT_ONCE):
        part = made_profiles(min(AT_ONCE, country - begin), seed=begin)
        theirs += _timed(
            lambda part=part: [
                part.scores[n : n + 512] @ weights for n in range(0, len(part.scores), 512)
            ]
        )
        ours += _timed(lambda part=part: suggest(things, part, SUGGESTED))
    return [
        *results,
        Result(f"The same for {country:,} students", ours, "the bare product", theirs,
               ours / theirs, "", None),
    ]  # fmt: skip


def searches() -> list[Result]:
    from fingerpost.engines.search import measured
    from fingerpost.occupations.finding import finder

    find = finder()
    rows = list(csv.DictReader(QUERIES.open(encoding="utf-8")))
    seconds = [_timed(lambda row=row: find.find(row["query"], 20)) for row in rows]
    slowest = statistics.quantiles(seconds, n=100)[98]
    quality = measured(
        lambda words: [one.occupation.slug for one in find.find(words, 10)],
        [(row["query"], row["relevant"].split("|")) for row in rows[1::2]],
    )
    what = (
        f"A search over 829 occupations and their titles, 99 of 100 within (a right answer among "
        f"the first five for {quality.success_at_5:.0%} of {quality.queries} queries not tuned "
        f"on, mean reciprocal rank {quality.reciprocal_rank:.2f})"
    )
    return [Result(what, slowest, "the goal", 0.05, slowest / 0.05, "under 50 ms", slowest < 0.05)]


def made_courses(many=COURSES, seed=1):
    """Made courses as rows of the list that `load-courses` reads: all routes, all over England."""
    from fingerpost.occupations import load

    base, chance = load(), random.Random(seed)
    titles = [one.title for one in (*base.standards.values(), *base.occupations)]
    towns = tuple(TOWNS)
    for number in range(many):
        turn, place = divmod(number, PLACES)
        title = titles[(37 * place + 53 * turn) % len(titles)]
        route = chance.choices(list(ROUTES), list(ROUTES.values()))[0]
        level = {"university": 6, "higher_apprenticeship": 6}.get(route) or chance.choice((1, 2, 3))
        yield {
            "provider": f"Made-up place {place}",
            "title": f"{title} {chance.choice(KINDS)}".strip(),
            "route": route,
            "level": level,
            "postcode": towns[place % len(towns)],
            "gcses": {1: 0, 2: chance.choice((2, 3)), 3: chance.choice((4, 5))}.get(level, ""),
            "grade": {2: 3, 3: 4}.get(level, ""),
        }


def searches_of_courses() -> list[Result]:
    """A search over occupations and their titles and, at once, over made courses on disk."""
    from fingerpost.engines.search.placed import Near, PlacedIndex, PlacedThing, write
    from fingerpost.occupations.finding import everyday, finder

    find = finder()
    chance = random.Random(1)
    things = (
        PlacedThing(number, row["title"], row["provider"], "", row["route"],
                    chance.randrange(100_000, 650_000), chance.randrange(10_000, 650_000))
        for number, row in enumerate(made_courses())
    )  # fmt: skip
    said = everyday(find.base)
    with tempfile.TemporaryDirectory() as folder:
        built = _timed(lambda: write(Path(folder), things, said))
        index = PlacedIndex.open(Path(folder), said)
        queries = [row["query"] for row in csv.DictReader(QUERIES.open(encoding="utf-8"))]
        near = Near(400_000, 300_000, 25)

        def ask(words):
            find.find(words, 20)
            index.find(words, near=near, routes=ROUTES) or index.find(words, routes=ROUTES)

        seconds = [_timed(lambda words=words: ask(words)) for words in queries]
    half, slowest = statistics.median(seconds), statistics.quantiles(seconds, n=100)[98]
    what = (
        f"A search over occupations, their titles and {COURSES:,} courses, 99 of 100 within "
        f"(half of them within {half * 1000:.1f} ms; the search made in {built:.1f} s)"
    )
    return [Result(what, slowest, "the goal", 0.05, slowest / 0.05, "under 50 ms", slowest < 0.05)]


def write_courses(path: Path, many: int = COURSES) -> None:
    """Write made courses as a list to load."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = made_courses(many)
        first = next(rows)
        writer = csv.DictWriter(file, list(first))
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)


def _timed(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main(country: int = COUNTRY) -> list[Result]:
    """All comparisons, printed."""
    results = [*suggestions(country), *searches(), *searches_of_courses()]
    for one in results:
        print(
            f"{one.what}: {one.seconds:.4f} s; {one.against}: {one.against_seconds:.4f} s; "
            f"{one.ratio:.2f} {one.goal}"
        )
    return results


if __name__ == "__main__":
    if sys.argv[1:2] == ["--courses"]:
        write_courses(Path(sys.argv[2]))
    else:
        main(*map(int, sys.argv[1:]))
