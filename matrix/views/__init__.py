"""Pages of the library, by what a person wants there. One URL, one verb."""
