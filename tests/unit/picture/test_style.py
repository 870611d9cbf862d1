"""What is written in a picture can be read, in light and in dark (WCAG 2.2, contrast ratios 1.4.3 and 1.4.11)."""

import pytest

from callsheet.picture.style import DARK, LIGHT, Palette

TEXT, LINE = 4.5, 3.0
BOXES = ("asks", "speaks", "reads", "writes", "connects", "ends", "other", "unread", "untried")


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_and_lines_stand_out(palette: Palette) -> None:
    assert palette.keys() == LIGHT.keys()
    paper, _, ink = palette["paper"]
    line, soft = palette["line"][1:]
    assert contrast(ink, paper) >= TEXT
    assert contrast(line, paper) >= LINE
    assert contrast(line, palette["loop"][0]) >= LINE
    for kind in BOXES:
        area, _, verb = palette[kind]
        noted = palette["untried"][2]
        assert min(contrast(colour, area) for colour in (ink, soft, verb, noted)) >= TEXT, kind
    assert contrast(palette["untried"][1], paper) >= LINE
    for kind in ("answer", "plain"):
        area, _, written = palette[kind]
        assert contrast(written, area) >= TEXT, kind
