"""How ideas, occupations and suggestions are worded."""
