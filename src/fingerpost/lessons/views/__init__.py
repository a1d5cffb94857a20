"""Pages of the labour market lesson."""
