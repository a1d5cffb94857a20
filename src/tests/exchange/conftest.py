import pytest

from fingerpost.exchange.reading import read_roll
from fingerpost.exchange.roll import UnreadableFile
from tests.factories import roll_files
from tests.factories.roll_files import AS_OF


@pytest.fixture(scope="session")
def students():
    return roll_files.made_students(60, seed=7)


@pytest.fixture
def read():
    """Reads a path as on the day for which the made students' years are right."""

    def reading(path, mapping=None):
        return read_roll(path, mapping, as_of=AS_OF)

    return reading


@pytest.fixture
def sheet(tmp_path, read):
    """Reads CSV lines given as text."""

    def reading(text, mapping=None, encoding="utf-8"):
        path = tmp_path / "list.csv"
        path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
        return read(path, mapping)

    return reading


@pytest.fixture
def refusal(read):
    """The sentence with which a path is refused as a whole."""

    def reading(path):
        with pytest.raises(UnreadableFile) as refused:
            read(path)
        sentence = refused.value.sentence
        assert sentence.endswith(".")
        assert len(sentence) < 300
        return sentence

    return reading
