"""Texts as people say them, for voices that read digits badly or each in their own way.

`speakable` writes out numbers, dates, amounts, codes and addresses in words; `sentences` cuts a text into what is
spoken at a time.
"""

from callsheet.adapters.speech.pronunciation.sentences import sentences
from callsheet.adapters.speech.pronunciation.speakable import speakable

__all__ = ["sentences", "speakable"]
