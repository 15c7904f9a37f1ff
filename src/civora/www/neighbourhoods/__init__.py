"""`/neighbourhoods/`: what neighbours offer, ask for and invite to, and what they write to one another."""
