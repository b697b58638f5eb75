"""Share links: their pages for members, and what an auditor opens with one."""
