"""The demonstration shows both: a round that takes answers, and one whose places are offered."""

import pytest

from fingerpost.demonstration.services import build
from fingerpost.places.models import Round
from tests.factories.statistics import learn


@pytest.mark.django_db
def test_one_round_of_places_is_open_and_one_is_published_with_offers():
    build(number=150, seed=5)
    learn()
    is_open, published = Round.objects.order_by("-closes_at")
    assert (is_open.phase, published.phase) == ("open", "published")
    assert is_open.rankings.count() > 20
    assert not is_open.offers.exists()
    assert set(published.offers.values_list("state", flat=True)) == {"offered", "accepted"}
    without = published.rankings.exclude(student__in=published.offers.values("student"))
    assert without
    assert all(ranking.told for ranking in without)
    assert published.drafts.get().result["status"] == "optimal"
