"""The desk's screens about data: what waits, bring a file, look at it, publish, manage."""
