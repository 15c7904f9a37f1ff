"""`/take-part/`: what the city asks, where each question stands, and what I can do."""
