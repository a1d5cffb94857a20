"""What the measure and coverage pages show."""
