"""`/`: the city, alive from its own data; and the small addresses that every page needs."""
