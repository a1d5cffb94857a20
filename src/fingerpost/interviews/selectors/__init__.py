"""Reading interviews and plans, one module per subject."""
