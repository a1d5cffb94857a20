"""Forms about interviews and plans, one module per subject."""
