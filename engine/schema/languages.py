"""Languages: what an author meant who did not write one as BCP 47 has it."""

# What stands for a language where authors write its name, its country, or the country by the language's letters.
_MEANT = {
    "en-US": "english american us usa en-en",
    "en-GB": "british gb en-uk",
    "de-DE": "german deutsch",
    "es-ES": "spanish español espanol",
    "fr-FR": "french français francais",
    "it-IT": "italian italiano",
    "pt-PT": "portuguese português",
    "pt-BR": "brazilian",
    "nl-NL": "dutch nederlands",
    "pl-PL": "polish polski",
    "ru-RU": "russian",
    "tr-TR": "turkish türkçe",
    "uk-UA": "ukrainian ua uk-uk",
    "hi-IN": "hindi hi-hi",
    "ja-JP": "japanese jp ja-ja jp-jp",
    "ko-KR": "korean ko-ko",
    "zh-CN": "chinese mandarin cn zh-zh cn-cn",
    "ar-EG": "arabic",
    "he-IL": "hebrew he-he",
    "el-GR": "greek el-el",
    "cs-CZ": "czech cz cs-cs cz-cz",
    "da-DK": "danish dansk dk da-da dk-dk",
    "sv-SE": "swedish svenska",
    "nb-NO": "norwegian norsk",
    "fi-FI": "finnish suomi",
}
_BY_WORD = {word: tag for tag, words in _MEANT.items() for word in words.split()}


def nearest_language(text: str) -> str:
    """The language of that name, or the same tag with its letters large and small as they should be."""
    tag = text.strip().replace("_", "-").replace(" ", "-")
    first, _, second = tag.partition("-")
    return _BY_WORD.get(tag.casefold()) or first.lower() + (f"-{second.upper()}" if second else "")
