"""What the database itself holds: connection rules, triggers on both engines, revisions."""
