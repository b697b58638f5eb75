"""What a person pastes: tables copied from a page, lines with tabs or commas, lists of duties."""
