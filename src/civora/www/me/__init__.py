"""`/me/`: everything a person did here, what became of it, and how she hears of it. Only she sees these pages."""
