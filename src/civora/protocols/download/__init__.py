"""The older download address of Opendatasoft, `/explore/dataset/<id>/download/`, which many scripts still call.

Text: Explore API v1, "download". Parameters: format, q, refine.F, exclude.F, sort, rows, timezone, use_labels_for_header, csv_separator.
"""

MOUNT = "/explore/"
