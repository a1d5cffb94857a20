"""Forms about rounds of places, one module per subject."""
