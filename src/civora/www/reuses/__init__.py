"""`/reuses/`: what people made of the city's data, shown by whoever made it."""
