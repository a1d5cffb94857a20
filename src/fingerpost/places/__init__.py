"""Rounds of places: limited places shared out by criteria that everybody is shown beforehand."""
