"""`/nominations/`: data that people miss, who else needs them, and what the city answers."""
