"""Serving: the names the site answers to."""

from fingerpost.installation.serve import _names


def test_a_machine_open_to_its_network_does_not_answer_to_any_name():
    assert "*" not in _names("0.0.0.0")
    assert "localhost" in _names("0.0.0.0")


def test_a_named_host_answers_to_that_name_only():
    assert _names("careers.example.org") == ["careers.example.org"]
