"""What happens when something outside of the program fails, seen from a browser."""
