"""Open311 GeoReport v2, read and write: `/open311/v2/`, JSON and XML, with discovery.

Text: https://wiki.open311.org/GeoReport_v2 (frozen), service discovery, and the extensions that servers have in common: `page`
and `page_size`, `updated_after` and `updated_before`, `q`, `extensions=true`, `lat` and `long` on services and requests, `media`
uploads, and updates at `servicerequestupdates`. Where the text leaves a choice:

- ids are strings in JSON; one jurisdiction, `jurisdiction_id` is not needed;
- with an API key (`api_key`) a request gets its number at once; without one, where the city allows it, a `token`, which is the
  follow code of the report and gives the number at `tokens/`;
- times without a zone, and spans of more than 90 days, are refused with 400; without dates the last 90 days are given;
- lists hold 1,000 requests, or `page_size` (50, at most 500) once `page` or `page_size` is given; a page past the end is empty;
- a key of one's own in `Idempotency-Key` (or `idempotency_key`) makes a request that is sent twice one request.

E-mail, telephone, name and device are never given out.
"""

MOUNT = "/open311/v2/"
