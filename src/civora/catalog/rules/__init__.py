"""Fixed lists and pure rules of the card index: licences, themes, how a schema is kept, what a card can show."""
