import pytest

from fingerpost.common import readability

SYLLABLES = {
    1: """
        cat the be made asked school jobs likes learned choice nurse you your there here rule
        rules notes plan share shared steps guide free skills leave leaves sure place used
        played don't can't you'll eye year goes
    """,
    2: """
        college careers wanted needed table student training science being quiet people create
        react question nation special social courses changes watches boxes visit workplace
        working trying going doing choices future lawyer yearly little people's isn't didn't
        website research action person building guidance agreed local really business language
        equal fluid ruin poem trial giant lion onion million unsure picture carer carers
        places useful before someone player employed client lonely
    """,
    3: """
        adviser colleges interview interviews idea family employer technical provider radio
        decided usual period medium previous various serious easier happiest actual diary
        piano museum area creative religion employee vacancy
    """,
    4: """
        apprenticeship apprenticeships education experience society variety material january
    """,
    5: """
        university universities opportunity
    """,
}
CASES = [(word, n) for n, row in SYLLABLES.items() for word in row.split()]


@pytest.mark.parametrize(("word", "expected"), CASES)
def test_the_syllables_of_known_words_are_counted(word, expected):
    assert readability.syllables(word) == expected


def test_short_plain_sentences_read_at_age_11():
    assert readability.grade("Pick a time. Then tell your tutor. You can bring a friend.") < 3


def test_long_sentences_of_long_words_do_not_read_at_age_11():
    text = (
        "Participation in individual careers guidance facilitates the identification of "
        "appropriate educational opportunities and consequently improves sustained destinations."
    )
    assert readability.grade(text) > readability.AGE_11_GRADE


def test_splitting_a_sentence_lowers_the_grade():
    joined = "You can see an adviser and you can ask about jobs and you can bring your plan"
    split = "You can see an adviser. You can ask about jobs. You can bring your plan."
    assert readability.grade(split) < readability.grade(joined)


def test_an_abbreviation_or_figure_inside_a_sentence_does_not_end_it():
    assert readability.reading("You need 4.5 points to go on.").sentences == 1


def test_a_heading_counts_as_one_sentence():
    assert readability.reading("Book a talk").sentences == 1


def test_an_empty_text_has_grade_nought():
    assert readability.grade("") == 0.0
    assert readability.reading("...").words == 0
