"""How a picture looks: light, dark where the reader's screen is, and light in print."""

from collections.abc import Mapping

# The colours of what is drawn: its area, the line around it, and what is written in it.
Palette = Mapping[str, tuple[str, str, str]]

LIGHT: Palette = {
    "paper": ("#fff", "#fff", "#1b2630"),
    "asks": ("#fff4d9", "#d9a536", "#7a5200"),
    "speaks": ("#ecf5fe", "#86b6e8", "#1c5a99"),
    "reads": ("#f3effc", "#b09adb", "#5f3fa3"),
    "writes": ("#e8f6eb", "#72b783", "#1f6b35"),
    "connects": ("#e4f5f5", "#6ab4b7", "#12636a"),
    "ends": ("#fbeae8", "#d9938b", "#9a2f24"),
    "other": ("#fff", "#a3b0bb", "#465664"),
    "unread": ("#fff", "#c0392b", "#9a2f24"),
    "loop": ("#f5f7f9", "#a3b0bb", "#465664"),
    "answer": ("#f6d78c", "#f6d78c", "#4a3300"),
    "plain": ("#e4e9ee", "#e4e9ee", "#2a3742"),
    "line": ("none", "#74838f", "#465664"),
    "untried": ("#fdeff7", "#b0176f", "#8c0f57"),
    "wrong": ("#fff1e8", "#c2410c", "#9a3412"),
}
DARK: Palette = {
    "paper": ("#14191e", "#14191e", "#e8edf1"),
    "asks": ("#3a2f12", "#a67d22", "#f2c45a"),
    "speaks": ("#16293c", "#3f76ad", "#8fc2f5"),
    "reads": ("#281f3d", "#7459ad", "#c6b0f2"),
    "writes": ("#15301d", "#3f8a54", "#86d49b"),
    "connects": ("#12302f", "#3b8b8d", "#83d0d2"),
    "ends": ("#3a1c19", "#a4544b", "#f2a79f"),
    "other": ("#1f272e", "#566571", "#aebbc6"),
    "unread": ("#1f272e", "#e0695d", "#f2a79f"),
    "loop": ("#191f25", "#566571", "#aebbc6"),
    "answer": ("#6b5013", "#6b5013", "#ffe7b0"),
    "plain": ("#303b45", "#303b45", "#dbe3ea"),
    "line": ("none", "#8494a2", "#aebbc6"),
    "untried": ("#371429", "#e36bb0", "#f7b3d8"),
    "wrong": ("#3b1d0d", "#f0803c", "#fdba8c"),
}

# How heavy a line is that all calls came along.
HEAVIEST = 4
# Pixels: of letters, of those in notes and names of ways, of headings.
SIZE, SMALL, HEADING_SIZE = 13, 11.5, 15

_FORMS = f"""
.callsheet{{font:{SIZE}px system-ui,"Segoe UI","Liberation Sans",Arial,sans-serif}}
.callsheet .heading{{font-size:{HEADING_SIZE}px;font-weight:600}}
.callsheet .verb{{font-weight:600}}
.callsheet .options,.callsheet .note,.callsheet .chip text{{font-size:{SMALL}px}}
.callsheet .icon,.callsheet .line,.callsheet .back{{fill:none;stroke-width:1.5}}
.callsheet .icon{{stroke-linecap:round;stroke-linejoin:round}}
.callsheet .loop,.callsheet .back,.callsheet .unread rect,.callsheet .borrowed rect{{stroke-dasharray:5 4}}
.callsheet .untried rect{{stroke-width:2;stroke-dasharray:2 3}}
.callsheet .wrong rect{{stroke-width:3}}
.callsheet .note{{font-weight:600}}
{"".join(f".callsheet .heavy{heavy}{{stroke-width:{1 + heavy}}}" for heavy in range(1, HEAVIEST + 1))}
@media print{{.callsheet{{max-width:100%;height:auto;print-color-adjust:exact;-webkit-print-color-adjust:exact}}}}
"""


def _colours(palette: Palette) -> str:
    (_, _, ink), (_, edge, soft) = palette["paper"], palette["line"]
    rules = [f".callsheet text{{fill:{ink}}}.callsheet .options{{fill:{soft}}}"]
    for name, (area, around, written) in palette.items():
        rules.append(
            f".callsheet .{name} rect,.callsheet rect.{name}{{fill:{area};stroke:{around}}}"
            f".callsheet .{name} .verb,.callsheet .{name}.chip text{{fill:{written}}}"
            f".callsheet .{name} .icon{{stroke:{written}}}.callsheet .{name}.note{{fill:{written}}}"
        )
    rules.append(f".callsheet .line,.callsheet .back,.callsheet .borrowed rect{{stroke:{edge}}}")
    return "".join([*rules, f".callsheet .arrow{{fill:{edge}}}"])


STYLE = f"{_FORMS}{_colours(LIGHT)}@media screen and (prefers-color-scheme:dark){{{_colours(DARK)}}}"
