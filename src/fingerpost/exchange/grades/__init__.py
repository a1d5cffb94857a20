"""Predicted grades from a CSV file."""

from fingerpost.exchange.grades.reader import COLUMNS, LARGEST, USUAL_SOURCE, Read, Row, read

__all__ = ["COLUMNS", "LARGEST", "USUAL_SOURCE", "Read", "Row", "read"]
