"""Statistical disclosure: what of a table of counts may be shown, so that no small group can be worked out of it."""
