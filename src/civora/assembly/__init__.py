"""Processes, proposals, deliberation: what the city asks, what people say to it, and what came of it."""
