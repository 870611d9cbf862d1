"""What tags of languages say, as in `en-US`."""

ENGLISH = "en"


def language_of(tag: str) -> str:
    """The language without its country: `en` of `en-US`, of `EN_us` and of `en`."""
    return tag.replace("_", "-").partition("-")[0].lower()


def is_english(tag: str) -> bool:
    return language_of(tag) == ENGLISH
