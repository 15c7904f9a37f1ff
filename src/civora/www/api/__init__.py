"""`/api/`: the page for people who write programs: try a request, then take it along. The APIs stand in `protocols`."""
