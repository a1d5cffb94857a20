"""What pages about rounds of places show, one module per subject."""
