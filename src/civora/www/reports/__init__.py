"""`/reports/`: report a problem, see what others reported, follow what became of it."""
