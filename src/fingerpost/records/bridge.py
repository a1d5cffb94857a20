"""Where records meet the occupation base and the questions about oneself."""

from __future__ import annotations

from collections.abc import Mapping


def codes() -> dict[str, str]:
    """The SOC 2020 code of every occupation that has one, by its slug."""
    from fingerpost.pathways.bridge import base

    return {slug: one.soc2020 for slug, one in base().by_slug.items() if one.soc2020}


def occupation_known(slug: str) -> bool:
    """Whether the occupation base has an occupation of that name."""
    from fingerpost.pathways.bridge import base

    return slug in base().by_slug


def answers_known(edition: str, answers: Mapping[str, int]) -> bool:
    """Whether answers are to the questions about oneself that this Fingerpost asks."""
    from fingerpost.pathways.bridge import questions

    asked = questions()
    return edition == asked.edition and answers.keys() <= asked.keys


def comes_first(answers: Mapping[str, int]) -> tuple[str, str]:
    """What the answers say the student likes, and what matters to them, in words."""
    from fingerpost.pathways.bridge import strongest

    likes, matters = (strongest(answers, part, 2) for part in ("interests", "values"))
    return "; ".join(likes) or "everything alike", "; ".join(matters) or "everything alike"
