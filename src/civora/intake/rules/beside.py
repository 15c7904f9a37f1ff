"""Files beside the rows: what they are called, and what they are. The content decides, not the name.

Text: WHATWG MIME Sniffing, section 6. What a browser would run is not kept as what it is: pages and drawings with scripts in
them are handed out as plain bytes.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

from civora.intake.errors import FileRefused

BYTES = "application/octet-stream"
STARTS = (
    (b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"), (b"\x1f\x8b", "application/gzip"),
)  # fmt: skip
PACKED = {
    ".zip": "application/zip", ".odt": "application/vnd.oasis.opendocument.text", ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}  # fmt: skip
TEXTS = {
    ".txt": "text/plain",
    ".md": "text/plain",
    ".csv": "text/csv",
    ".json": "application/json",
    ".yaml": "text/plain",
}
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
KEY_LENGTH = 100


def key_of(name: str) -> str:
    """The last part of a path of any system, in letters that fit an address. Raises FileRefused."""
    bare = PurePosixPath(PureWindowsPath(name).as_posix()).name
    plain = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode()
    key = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip(".-")[-KEY_LENGTH:].lstrip(".-")
    if not key:
        raise FileRefused(f"{name[:60]!r} is no name for a file.", next_step="Name it with letters or digits.")
    return key


def media_type(head: bytes, name: str) -> str:
    """What the file is handed out as. Raises FileRefused for programs and for nothing at all."""
    if not head:
        raise FileRefused(f"{name[:100]} is empty.", next_step="Send it once more.")
    if head.startswith(PROGRAMS):
        raise FileRefused(f"{name[:100]} is a program.", next_step="Attach documents, pictures or archives.")
    suffix = PurePosixPath(name).suffix.lower()
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"PK\x03\x04"):
        return PACKED.get(suffix, "application/zip")
    for start, kind in STARTS:
        if head.startswith(start):
            return kind
    return TEXTS.get(suffix, BYTES) if is_text(head) else BYTES


def is_text(head: bytes) -> bool:
    """UTF-8, perhaps cut in its last letter, without control signs."""
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:
            return False
        text = head[: error.start].decode("utf-8")
    return not any(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in text)
