"""Draw small pictures that stand in for photos; no two are alike."""

from __future__ import annotations

import io
from random import Random

from PIL import Image, ImageDraw

SIZE = (480, 360)


def picture(rng: Random) -> bytes:
    """Return a JPEG of random machinery-like shapes."""

    def colour() -> tuple[int, int, int]:
        return rng.randint(40, 220), rng.randint(40, 220), rng.randint(40, 220)

    image = Image.new("RGB", SIZE, colour())
    draw = ImageDraw.Draw(image)
    for _ in range(9):
        left, top = rng.randint(0, SIZE[0] - 60), rng.randint(0, SIZE[1] - 60)
        box = (left, top, left + rng.randint(30, 220), top + rng.randint(30, 180))
        if rng.random() < 0.7:  # noqa: PLR2004 - more boxes than wheels
            draw.rectangle(box, fill=colour(), outline=colour())
        else:
            draw.ellipse(box, fill=colour(), outline=colour())
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()
