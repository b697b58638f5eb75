"""Forms of people: what a POST says, in typed values."""
