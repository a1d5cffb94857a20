"""Tests of next steps."""
