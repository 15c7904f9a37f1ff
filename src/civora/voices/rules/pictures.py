"""A picture made anew from what was sent: nothing of the file survives but what it shows.

EXIF, place, thumbnails, comments, colour profiles and whatever else a file carries behind or between its parts are left
behind, because only pixels are copied. The file's name and its claimed type are ignored.
"""

from __future__ import annotations

import io
import threading
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from civora.voices.errors import BadPicture, PictureTooLarge
from civora.voices.types import Box

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 20_000_000
MOST_PIXELS = 40_000_000
MOST_PIXELS_REDUCED = 250_000_000  # a plain JPEG is read at an eighth of its size, so that large cameras are served too
EDGE, SMALL_EDGE = 2048, 480
QUALITY = 84
COARSE = 4  # a hidden box is at most so many coloured squares wide: too few to tell a face or a plate
MOST_BOXES = 50
START_OF_SCAN, END_OF_IMAGE = b"\xff\xda", b"\xff\xd9"
_places = threading.Semaphore(2)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS_REDUCED // 2  # Pillow itself refuses twice as many


@dataclass(frozen=True, slots=True)
class Made:
    """The two files of a picture, both JPEG."""

    whole: bytes
    small: bytes
    width: int
    height: int


def made(data: bytes) -> Made:
    """Raises BadPicture, PictureTooLarge."""
    if len(data) > MOST_BYTES:
        raise PictureTooLarge(
            f"The picture has {len(data) / 1e6:.0f} MB; {MOST_BYTES // 1_000_000} MB is the most.",
            next_step="Send it smaller; your camera or mail program can do that.",
        )
    with _places, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as found:
                return files(upright(found, is_plain=found.format == "JPEG" and is_read_in_one_go(data)))
        except Image.DecompressionBombError as error:
            raise too_many_pixels(MOST_PIXELS_REDUCED) from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, OverflowError, MemoryError) as error:  # fmt: skip
            raise BadPicture(
                "This file is no picture that can be read.", next_step="Send a JPEG, PNG or WebP."
            ) from error


def is_read_in_one_go(data: bytes) -> bool:
    """A JPEG of one scan needs memory for a few lines only; with several the whole picture is held at once."""
    at = 2
    while data[at : at + 2] != START_OF_SCAN:
        if data[at : at + 1] != b"\xff" or at + 4 > len(data):
            return False
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    end = data.find(END_OF_IMAGE, at)
    return data.find(START_OF_SCAN, at + 2, end if end > 0 else len(data)) < 0


def too_many_pixels(pixels: int) -> PictureTooLarge:
    return PictureTooLarge(
        f"The picture has {pixels / 1e6:.0f} megapixels or more; {MOST_PIXELS // 1_000_000} is the most.",
        next_step="Send it smaller; your camera or mail program can do that.",
    )


def upright(found: Image.Image, *, is_plain: bool) -> Image.Image:
    """The pixels, turned as the camera says, no larger than needed. Raises PictureTooLarge."""
    pixels = found.width * found.height
    if pixels > (MOST_PIXELS_REDUCED if is_plain else MOST_PIXELS):
        raise too_many_pixels(pixels)
    if is_plain:
        found.draft("RGB", (EDGE, EDGE))
    found.seek(0)
    turned = ImageOps.exif_transpose(found)
    turned.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        layer = turned.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return turned.convert("RGB")


def files(picture: Image.Image) -> Made:
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    small = bare.copy()
    small.thumbnail((SMALL_EDGE, SMALL_EDGE), Image.Resampling.LANCZOS)
    return Made(written(bare), written(small), bare.width, bare.height)


def written(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def redacted(data: bytes, boxes: tuple[Box, ...]) -> Made:
    """The picture with these parts beyond recognition: a few squares of their own colours. Raises BadPicture."""
    if not 0 < len(boxes) <= MOST_BOXES:
        raise BadPicture("No part of the picture is marked.", next_step=f"Draw one to {MOST_BOXES} boxes.")
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as found:
        picture = found.convert("RGB")
    for box in boxes:
        edges = corners(box, picture.size)
        part = picture.crop(edges)
        coarse = part.resize((min(COARSE, part.width), min(COARSE, part.height)), Image.Resampling.BOX)
        picture.paste(coarse.resize(part.size, Image.Resampling.NEAREST), edges)
    return files(picture)


def corners(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The box in pixels, at least one wide and high, inside the picture. Raises BadPicture."""
    values = (box.left, box.top, box.width, box.height)
    if not all(0 <= value <= 1 for value in values) or not (box.width and box.height):
        raise BadPicture("A box lies outside the picture.", next_step="Draw it again.")
    left, top = min(int(box.left * size[0]), size[0] - 1), min(int(box.top * size[1]), size[1] - 1)
    right = min(size[0], max(left + 1, round((box.left + box.width) * size[0])))
    bottom = min(size[1], max(top + 1, round((box.top + box.height) * size[1])))
    return left, top, right, bottom
