"""`/datasets/`: find a dataset (`catalogue`), and one dataset as table, map, chart, download, API and history."""
