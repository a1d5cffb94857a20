"""How lessons and local entries are worded."""
