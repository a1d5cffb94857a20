"""Keeping what people say, one module for each side."""
