"""The Explore API v2.1 of Opendatasoft, at `/api/explore/v2.1/`.

Text: https://help.opendatasoft.com/apis/ods-explore-v2/. Complete but for write access; `having`, `cursor`, exact distinct
counts, stddev and variance are ours.
"""

MOUNT = "/api/explore/v2.1/"
