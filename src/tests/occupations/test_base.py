"""The occupation base that ships: whole, with its gaps told, and built anew to the same tables."""

from pathlib import Path

import pytest

from fingerpost.occupations import load
from fingerpost.occupations.building import NotThere, build, write
from fingerpost.occupations.occupation import INTERESTS, WAYS
from fingerpost.occupations.tables import FOLDER

DATA = Path(__file__).parents[4] / "shared" / "data"
published = pytest.mark.skipif(not DATA.exists(), reason="the published files are not here")


@pytest.fixture(scope="module")
def base():
    return load()


def test_there_are_about_eight_hundred_each_once(base):
    assert len(base.occupations) == len(base.by_slug) == 829
    assert len({one.title for one in base.occupations}) == 829


def test_what_is_not_known_is_listed_and_nothing_else(base):
    listed = {(gap.slug, gap.what) for gap in base.gaps}
    for what in ("interests", "values", "pay_to_start", "skills", "related", "soc2020", "subjects"):
        missing = {one.slug for one in base.occupations if not getattr(one, what)}
        assert missing == {slug for slug, gap in listed if gap == what}


def test_a_register_or_card_that_work_asks_for_is_a_restriction(base):
    for slug in ("electrician", "bricklayer", "occupational-health-nurse", "architect"):
        assert "registration" in base.by_slug[slug].restrictions, slug
    # To be chartered is a choice.
    assert "registration" not in base.by_slug["building-surveyor"].restrictions


def test_a_rule_on_english_is_no_second_language(base):
    speaks = {one.slug for one in base.occupations if "language" in one.restrictions}
    assert "translator" in speaks
    assert not {"taxi-driver", "database-administrator"} & speaks


def test_figures_are_possible(base):
    for one in base.occupations:
        if one.pay_to_start and one.pay_with_experience:
            assert 5_000 <= one.pay_to_start <= one.pay_with_experience < 300_000, one.slug
        assert one.interests is None or len(one.interests) == len(INTERESTS)
        assert all(1 <= score <= 7 for score in one.interests or ())
        assert {way.way for way in one.ways_in} <= set(WAYS)
        assert set(one.related) <= base.by_slug.keys() - {one.slug}


def test_a_figure_has_its_source_and_date(base):
    assert {"profiles", "onet", "titles", "standards", "outlooks", "areas"} == base.sources.keys()
    assert all(one.dated and one.credit for one in base.sources.values())


def test_the_outlook_of_an_area_is_found_by_the_group(base):
    area = next(iter(base.areas))
    nurse = base.outlook(base.by_slug["nurse"], area)
    assert nurse.sub_major == base.by_slug["nurse"].soc2020[:2]
    assert nurse.openings_a_year > 0
    assert len(base.areas) == 43


@published
def test_the_published_files_give_the_tables_that_ship(tmp_path):
    write(build(DATA), tmp_path)
    for made in tmp_path.iterdir():
        assert made.read_bytes() == (FOLDER / made.name).read_bytes(), made.name


def test_a_folder_without_the_files_is_refused_with_the_missing_one(tmp_path):
    with pytest.raises(NotThere, match=r"job_profiles\.json"):
        build(tmp_path)


@published
def test_a_wrong_line_is_named(tmp_path):
    for part in ("careers", "occupations", "onet", "courses", "lmi"):
        (tmp_path / part).symlink_to(DATA / part)
    (tmp_path / "lmi").unlink()
    (tmp_path / "lmi").mkdir()
    name = "skills_imperative_2035_by_occupation_area.csv"
    lines = (DATA / "lmi" / name).read_text().splitlines()[:3]
    heading = lines[0].split(",")
    row = lines[2].split(",")
    row[heading.index("emp_2035_k")] = "many"
    (tmp_path / "lmi" / name).write_text("\n".join([lines[0], lines[1], ",".join(row)]))
    with pytest.raises(ValueError, match=r"skills_imperative.*line 3.*many"):
        build(tmp_path)
