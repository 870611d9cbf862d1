"""What tags of languages say, as in `en-US`."""

ENGLISH = "en"


def language_of(tag: str) -> str:
    """The language without its country: `en` of `en-US`, of `EN_us` and of `en`."""
    return tag.replace("_", "-").partition("-")[0].lower()


def is_english(tag: str) -> bool:
    return language_of(tag) == ENGLISH


def country_of(tag: str) -> str:
    """The country, in capitals: `US` of `en-US` and of `en_us`; empty where none is named."""
    return tag.replace("_", "-").partition("-")[2].upper()
