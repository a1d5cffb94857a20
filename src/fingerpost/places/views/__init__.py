"""Pages of rounds of places, one module per role and subject."""
