"""Share links: which one a token opens, what it shows, and how often it was used."""
