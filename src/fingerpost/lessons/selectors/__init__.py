"""Reading local entries, lessons, and what came of them."""
