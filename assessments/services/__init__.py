"""Changes to assessments: one function, one change, told whole."""
