"""Interviews of a term or a year: who is seen when, by whom and where, soonest by need."""
