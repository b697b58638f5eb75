"""What a POST turns into: typed values, neither judged nor saved."""
