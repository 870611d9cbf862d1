"""Words that turn a meaning round: beside one of them, a phrase does not mean what it says ("that's not fine").

A word that is missing here makes a caller misunderstood; one too many has the question asked again.
"""

from engine.understanding.words import words

ENGLISH = """
no not nope nah naw nay never none nor neither nobody nothing nowhere cannot hardly barely scarcely dunno
n't ain't aren't can't couldn't daren't didn't doesn't don't hadn't hasn't haven't isn't mayn't mightn't mustn't needn't
oughtn't shan't shouldn't wasn't weren't won't wouldn't
"""
GERMAN = """
nein nee nö ne nicht nichts nix nie niemals niemand niemanden niemandem nirgends nirgendwo weder kaum
kein keine keinen keinem keiner keines keins keinesfalls keineswegs
"""
SPANISH = """
no nunca jamás nada nadie ningún ninguno ninguna ningunos ningunas tampoco ni apenas
"""
FRENCH = """
non ne pas jamais rien aucun aucune nul nulle nullement guère ni
n'ai n'as n'a n'avons n'avez n'ont n'avais n'avait n'était n'étais n'est n'es n'êtes n'en n'y n'aurai n'aurais n'aime
"""
TABLES = {
    "en": frozenset(words(ENGLISH)),
    "de": frozenset(words(GERMAN)),
    "es": frozenset(words(SPANISH)),
    "fr": frozenset(words(FRENCH)),
}
ALL = frozenset().union(*TABLES.values())


def negations(language: str) -> frozenset[str]:
    """The negations of a language (`en-US`); of one that is not known here, those of all: rather ask again."""
    return TABLES.get(language.replace("_", "-").split("-")[0].lower(), ALL)
