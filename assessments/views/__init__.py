"""Pages and form targets of assessments: one module for each page."""
