"""Predicted grades from a CSV file."""

from fingerpost.exchange.grades.reader import COLUMNS, LARGEST, Read, Row, read

__all__ = ["COLUMNS", "LARGEST", "Read", "Row", "read"]
