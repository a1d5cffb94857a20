"""Lists of apprenticeship vacancies, as they are downloaded."""

from .reader import COLUMNS, LARGEST, Row, Vacancies, read

__all__ = ["COLUMNS", "LARGEST", "Row", "Vacancies", "read"]
