"""What students see of occupations and of their own ideas."""
