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
# ISO 639-1: the languages with two letters. Those with three are taken as they are.
_LANGUAGES_LISTED = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
    "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it "
    "iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt "
    "my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl "
    "sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo "
    "za zh zu"
)
# ISO 3166-1: the countries and territories with two letters.
_COUNTRIES_LISTED = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY "
    "BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
    "FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR "
    "IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK "
    "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
    "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF "
    "TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)
_LANGUAGES, _COUNTRIES = frozenset(_LANGUAGES_LISTED.split()), frozenset(_COUNTRIES_LISTED.split())
_BY_WORD = {word: tag for tag, words in _MEANT.items() for word in words.split()}


def nearest_language(text: str) -> str:
    """The language of that name, or the same tag with its letters large and small as they should be."""
    tag = text.strip().replace("_", "-").replace(" ", "-")
    first, _, second = tag.partition("-")
    return _BY_WORD.get(tag.casefold()) or first.lower() + (f"-{second.upper()}" if second else "")


def unknown_part(tag: str) -> tuple[str, str] | None:
    """What is unknown of a tag that is written as BCP 47 has it: "language" or "country", and its letters."""
    language, *others = tag.split("-")
    if len(language) == 2 and language not in _LANGUAGES:
        return "language", language
    country = others[-1] if others else ""
    if len(country) == 2 and country not in _COUNTRIES:
        return "country", country
    return None


def language_of_country(tag: str) -> str | None:
    """The best-known language of the country that stands in a tag, or for its language: `gr` is `el-GR`."""
    language, _, country = tag.partition("-")
    wanted = f"-{country or language.upper()}"
    return next((known for known in _MEANT if known.endswith(wanted)), None)
