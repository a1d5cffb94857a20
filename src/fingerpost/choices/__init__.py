"""Choices: what a student is going for, why, what else, and how it stands."""
