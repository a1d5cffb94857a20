"""Pages about interviews and plans, one module per audience."""
