"""`PbFile` to text: what was read comes out byte for byte."""

from __future__ import annotations

import csv
import io

from civora.core.tally.pb.types import PbFile


def write(file: PbFile) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator=file.newline)
    for name, table in (("META", file.meta), ("PROJECTS", file.projects), ("VOTES", file.votes)):
        writer.writerow([name])
        writer.writerow(table.header)
        writer.writerows(table.rows)
    text = out.getvalue()
    if not file.newline_at_end:
        text = text.removesuffix(file.newline)
    return ("\ufeff" if file.bom else "") + text
