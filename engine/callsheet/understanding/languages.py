"""What belongs to a language rather than to a question: what may stand beside an answer, and what makes it doubtful.

A word that is missing here has a question asked again; one too many makes a caller misunderstood.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache

from msgspec import Struct

from callsheet.ports.english import NUMBERS
from callsheet.ports.languages import ENGLISH, language_of
from callsheet.understanding import contractions, english, slips
from callsheet.understanding.answers import Kind
from callsheet.understanding.sounds import HESITATIONS
from callsheet.understanding.words import folded, words, written


class LanguageTable(Struct, frozen=True):
    """The words of one language, as texts. Bars stand between what is said in several words."""

    yes: str
    no: str
    # Beside an answer they say nothing.
    fillers: str
    # A phrase with one of them in it denies, whatever else is said beside it. Behind a plain no, they deny as well.
    negations: str
    # Beside such a phrase, these ask, put off, make conditions or turn it round.
    doubts: str
    # Zero to nine, and in English to nineteen; several spellings with a slash.
    digits: str
    wait: str = ""
    # What stands before a key that is said.
    keys: str = ""


TABLES = {
    "en": LanguageTable(
        yes="yes|yeah|yep|yup|yea|sure|okay|of course|right|all right",
        no="no|nope|nah|no thanks|no thank you",
        fillers="please|kindly|thanks [again|<for that>]|thanks (a (lot|bunch|million)|so much|very much|anyway) "
        "[<for that>]|thank you [so|very] [much] [again|indeed|anyway|<for that>]|many thanks|well|so|sir"
        "|ma am|madam|miss|dear|mate|man|buddy|friend|bro|boss|honey|baby|dude|pal|robot|computer|ai|then"
        "|you know|i mean|like|anyway|and|sorry|i am (sorry|afraid)|excuse me|look|listen|honestly|to be "
        "honest|finally|i (want|would like) to thank you|[i] [really] appreciate (it|that|your help)|much "
        "appreciated|as far as i (know|can tell|remember)|unfortunately|sadly|regrettably"
        f"|{'|'.join(HESITATIONS)}",
        negations="no not nope nah naw nay never none nor neither nobody nothing nowhere cannot hardly barely scarcely",
        doubts="",
        digits=" ".join(NUMBERS),
        keys="[i] (press|pressed|push|pushed|hit|dial|type|typed|enter|entered|select|choose|chose|pick|said)"
        "|i (will|would) (take|choose|go with)|key|number|option|choice|digit|button",
    ),
    "de": LanguageTable(
        yes="ja|jawohl|genau|okay|klar|richtig|stimmt|das stimmt|passt|das passt|natürlich|selbstverständlich|gern"
        "|gerne|sehr gern|sehr gerne|in Ordnung",
        no="nein|nee|nö",
        fillers="bitte|danke|dankeschön|danke schön|vielen dank|also|na|ach|äh|ähm|hm|mal|doch|gerne|gern|sehr|dann"
        "|und|ich möchte|ich will|ich hätte gern|zu|zur|zum|die|der|das|den|einen|eine|leider|gut|na gut",
        negations="nein nee nö ne nicht nichts nix nie niemals niemand niemanden niemandem nirgends nirgendwo weder"
        " kaum"
        " kein keine keinen keinem keiner keines keins keinesfalls keineswegs",
        doubts="was wer wie wo wann warum wieso weshalb welche welcher welches wenn falls ob aber außer bis sondern"
        " weiß verstehe verstanden problem schlimm sicher egal",
        digits="null eins zwei/zwo drei vier fünf sechs sieben acht neun",
        wait="moment|einen moment|moment bitte|warte|warten sie|sekunde|eine sekunde",
        keys="taste|nummer|option|die|drücke|ich drücke|ich habe",
    ),
    "es": LanguageTable(
        yes="sí|vale|claro|de acuerdo|bueno|okay|está bien|correcto|exacto|exactamente|así es|eso es|por supuesto"
        "|desde luego|perfecto|muy bien|cómo no",
        no="no",
        fillers="por favor|gracias|muchas gracias|muchísimas gracias|bueno|pues|eh|este|ah|oh|señor|señora|señorita"
        "|entonces|y|quiero|quisiera|me gustaría|necesito|el|la|los|las|un|una|muy|muy bien|perdón|disculpe|lo "
        "siento|la verdad",
        negations="no nunca jamás nada nadie ningún ninguno ninguna ningunos ningunas tampoco ni apenas",
        doubts="qué que quién quien cómo como dónde donde cuándo cuando cuál cual cuánto por si pero excepto hasta sino"
        " sé entiendo entendí entiende oigo oí problema importa seguro segura hay",
        digits="cero uno dos tres cuatro cinco seis siete ocho nueve",
        wait="espera|espere|un momento|un segundo|espere un momento|momento",
        keys="número|opción|tecla|la|el|pulso|marco|pulse|marque|oprimo",
    ),
    "fr": LanguageTable(
        yes="oui|ouais|d'accord|bien sûr|okay|si|c'est ça|c'est bon|c'est bien ça|c'est exact|c'est correct"
        "|exactement|tout à fait|parfait|volontiers|entendu",
        no="non|nan",
        fillers="s'il vous plaît|s'il te plaît|merci|merci beaucoup|merci bien|alors|euh|ben|bah|ah|oh|monsieur"
        "|madame|bon|et|je voudrais|je veux|j'aimerais|le|la|les|donc|voilà|tout à fait|pardon|désolé|désolée"
        "|malheureusement",
        negations="non ne pas jamais rien aucun aucune nul nulle nullement guère ni n'ai n'as n'a n'avons n'avez n'ont"
        " n'avais n'avait n'était n'étais n'est n'es n'êtes n'en n'y n'aurai n'aurais n'aime",
        doubts="quoi que qui comment où quand pourquoi quel quelle combien est-ce si mais sauf sais comprends compris"
        " entends entendu problème grave sûr sûre",
        digits="zéro un/une deux trois quatre cinq six sept huit neuf",
        wait="attendez|attends|un instant|un moment|une seconde|une minute",
        keys="touche|numéro|option|le|la|tapez|je tape|appuyez sur",
    ),
    "it": LanguageTable(
        yes="sì|certo|va bene|d'accordo|okay|esatto|esattamente|giusto|corretto|perfetto|certamente|volentieri"
        "|proprio così|benissimo",
        no="no",
        fillers="per favore|per piacere|grazie|grazie mille|prego|allora|beh|eh|ehm|ah|oh|signore|signora|e|vorrei"
        "|voglio|il|la|lo|un|una|dunque|bene|scusi|mi dispiace|purtroppo",
        negations="no non mai niente nulla nessuno nessuna nessun né neanche nemmeno neppure",
        doubts="che cosa chi come dove quando perché quale quanto se ma però tranne finché so capisco capito sento"
        " sentito"
        " problema importa sicuro sicura",
        digits="zero uno due tre quattro cinque sei sette otto nove",
        wait="aspetti|aspetta|un attimo|un momento|un secondo|attenda",
        keys="numero|opzione|tasto|il|premo|prema",
    ),
    "pt": LanguageTable(
        yes="sim|claro|certo|está bem|okay|exato|exatamente|correto|isso|isso mesmo|perfeito|com certeza|com prazer"
        "|de acordo",
        no="não",
        fillers="por favor|obrigado|obrigada|muito obrigado|muito obrigada|bom|bem|então|é|ah|oh|eh|senhor|senhora|e"
        "|quero|queria|gostaria|o|a|pois|desculpe|infelizmente|lamento",
        negations="não nunca jamais nada ninguém nenhum nenhuma nem tampouco",
        doubts="que quê quem como onde quando porquê porque qual quanto se mas porém exceto até sei entendo entendi"
        " ouço"
        " ouvi problema importa certeza há tem",
        digits="zero um/uma dois/duas três quatro cinco seis/meia sete oito nove",
        wait="espere|espera|um momento|um segundo|um minuto|aguarde",
        keys="número|opção|tecla|o|a|pressiono|digito",
    ),
    "nl": LanguageTable(
        yes="ja|jawel|zeker|oké|okay|goed|prima|klopt|dat klopt|juist|inderdaad|natuurlijk|precies|akkoord",
        no="nee|neen",
        fillers="alstublieft|alsjeblieft|graag|dank u|dank je|dank u wel|dank je wel|bedankt|nou|eh|uh|ah|oh|meneer"
        "|mevrouw|en|ik wil|ik wil graag|de|het|dan|dus|hoor|sorry|helaas|het spijt me",
        negations="nee neen niet niets niks nooit niemand nergens geen noch nauwelijks",
        doubts="wat wie hoe waar wanneer waarom welke of als indien maar behalve tot weet begrijp begrepen versta"
        " probleem"
        " erg zeker",
        digits="nul een/één twee drie vier vijf zes zeven acht negen",
        wait="wacht|wacht even|een moment|momentje|moment|één moment",
        keys="toets|nummer|optie|druk|ik druk",
    ),
    "pl": LanguageTable(
        yes="tak|jasne|dobrze|oczywiście|okej|okay|zgadza się|dokładnie|pewnie|zgoda|chętnie|właśnie",
        no="nie",
        fillers="proszę|dziękuję|dzięki|no|więc|eee|yyy|ach|och|pan|pani|i|chcę|chciałbym|chciałabym|to|przepraszam"
        "|niestety|przykro mi",
        negations="nie nigdy nic nikt nikogo żaden żadna żadne ani wcale",
        doubts="co kto jak gdzie kiedy dlaczego czemu który która ile czy jeśli jeżeli ale lecz oprócz wiem rozumiem"
        " słyszę"
        " problemu szkodzi jestem pewien pewna ma",
        digits="zero jeden/jedynka dwa/dwójka trzy/trójka cztery pięć sześć siedem osiem dziewięć",
        wait="chwileczkę|chwilę|moment|proszę czekać|sekundę",
        keys="numer|opcja|klawisz|wciskam",
    ),
    "sv": LanguageTable(
        yes="ja|japp|visst|okej|okay|jo|gärna|stämmer|det stämmer|precis|absolut|självklart|just det",
        no="nej|nä",
        fillers="tack|tack så mycket|snälla|alltså|eh|öh|ja|hm|och|jag vill|jag vill ha|en|den|det|då|förlåt|tyvärr"
        "|ledsen",
        negations="nej nä inte ej aldrig ingen inget inga ingenting knappast",
        doubts="vad vem hur var när varför vilken vilket om men förutom tills vet förstår hör problem säker fara",
        digits="noll ett två tre fyra fem sex sju åtta nio",
        wait="vänta|ett ögonblick|vänta lite",
        keys="knapp|nummer|val|tryck|jag trycker",
    ),
    "ru": LanguageTable(
        yes="да|ага|конечно|хорошо|ладно|верно|правильно|точно|именно|согласен|согласна|разумеется",
        no="нет",
        fillers="пожалуйста|спасибо|большое спасибо|ну|так|э|эм|ах|ох|и|я хочу|хочу|мне|извините|вот|к сожалению"
        "|простите",
        negations="нет не никогда ничего никто никого ни нельзя",
        doubts="что кто как где когда почему зачем какой какая сколько ли если но однако кроме пока знаю понимаю понял"
        " поняла слышу проблем проблемы уверен уверена",
        digits="ноль один/одна два/две три четыре пять шесть семь восемь девять",
        wait="подождите|подожди|минутку|минуту|секунду|момент|одну минуту",
        keys="номер|кнопка|цифра|нажимаю|вариант",
    ),
    "tr": LanguageTable(
        yes="evet|tamam|tabii|olur|peki|okay|doğru|aynen|elbette|tabii ki|kesinlikle",
        no="hayır|yok|olmaz",
        fillers="lütfen|teşekkürler|teşekkür ederim|sağ olun|sağol|efendim|şey|yani|eee|ya|işte|hanımefendi"
        "|beyefendi|ve|istiyorum|pardon|maalesef|üzgünüm",
        negations="hayır yok değil olmaz hiç asla ne hiçbir istemiyorum",
        doubts="ne kim nasıl nerede nereye neden niye niçin hangi kaç mı mi mu mü eğer ama fakat ancak belki sonra"
        " bilmiyorum"
        " anlamadım anlamıyorum duymadım sorun problem emin önemli",
        digits="sıfır bir iki üç dört beş altı yedi sekiz dokuz",
        wait="bekleyin|bekle|bir dakika|bir saniye|bir an",
        keys="numara|tuş|seçenek",
    ),
    "hi": LanguageTable(
        yes="हाँ|हां|जी|जी हाँ|जी हां|ठीक है|हाँ जी|सही|सही है|बिल्कुल|बिलकुल|ज़रूर|जरूर",
        no="नहीं|जी नहीं|ना|नही",
        fillers="जी|कृपया|धन्यवाद|शुक्रिया|बहुत धन्यवाद|अच्छा|तो|अरे|उम|और|साहब|सर|मैडम|प्लीज़|प्लीज|थैंक यू|माफ़ कीजिए|सॉरी",
        negations="नहीं नही ना न मत कभी",
        doubts="क्या कौन कैसे कहाँ कहां कब क्यों कौनसा कितना कितने किस अगर यदि लेकिन मगर पर परंतु शायद बाद जब तक पता"
        " मालूम समझ"
        " समझा समझी सुनाई सुना समस्या दिक्कत परेशानी यकीन",
        digits="शून्य एक दो तीन चार पाँच/पांच छह/छः सात आठ नौ",
        wait="रुकिए|रुको|एक मिनट|एक सेकंड|ठहरिए",
        keys="नंबर|बटन|विकल्प",
    ),
    "ja": LanguageTable(
        yes="はい|ええ|うん|そうです|もちろん|もちろんです|了解です",
        no="いいえ|いえ|いや",
        fillers="お願いします|ありがとう|ありがとうございます|すみません|えっと|えーと|あの|では|どうも",
        negations="いいえ",
        doubts="",
        digits="ゼロ/零 一/いち 二/に 三/さん 四/よん 五/ご 六/ろく 七/なな 八/はち 九/きゅう",
        wait="ちょっと待って|待って|ちょっと待ってください|少々お待ちください|待ってください",
    ),
}


# Texts whose words are kept, of each language: scripts that are checked together share most of them.
MOST_KEPT = 4096

# A language that is not known here: only what would make an answer doubtful is known, in all the others.
UNKNOWN = LanguageTable(yes="okay", no="no", fillers="", negations="", doubts="", digits="")


class Language:
    """A language, made ready: its words, and how texts of it are compared."""

    def __init__(self, code: str) -> None:
        table = TABLES.get(code, UNKNOWN)
        tables = [TABLES[code]] if code in TABLES else list(TABLES.values())
        self.is_english = code == ENGLISH
        self.digits = dict(_digits(table.digits))
        self.negations = frozenset(word for each in tables for word in words(each.negations))
        self.doubts = frozenset(word for each in tables for word in words(each.doubts))
        # What is said for a plain yes and no, as comparable words.
        self.yes = frozenset(self._several(table.yes + "|" + TABLES[ENGLISH].yes))
        self.no = frozenset(self._several(table.no + "|" + TABLES[ENGLISH].no))
        # Patterns: what agrees, refuses and takes leave at every question; what puts the answer off; what is no answer.
        self.answers: tuple[tuple[tuple[str, ...], Kind], ...] = (((table.yes,), "yes"), ((table.no,), "no"))
        self.wait: tuple[str, ...] = (table.wait,)
        self.fillers = (table.fillers,)
        if self.is_english:
            self.answers = (
                (english.AGREE, "yes"),
                (english.AND_DO, "wish"),
                (english.REFUSE, "no"),
                (english.GOODBYE, "goodbye"),
            )
            self.wait = english.WAIT
        self._keys = table.keys
        # Before a key's name, to help the recognition.
        self.before_keys = ("", "press ", "option ", "number ") if self.is_english else ("",)

    def said_keys(self, key: str) -> tuple[str, ...]:
        """Patterns of how a telephone's key is said."""
        said = {"*": "star|asterisk", "#": "pound|hash"}.get(key, key)
        return (f"[{self._keys}] [the] [{self._keys}] ({said}) [key|button]",)

    def comparable(self, text: str) -> tuple[str, ...]:
        """The words of a text, with the marks that were written; number words are digits, and in English nothing is
        contracted: `"That's two"` -> `("that", "is", "2")`."""
        return tuple(self._comparable(written(text)))

    def mended(self, said: Iterable[str], known: Set[str]) -> tuple[str, ...]:
        """Words of a caller, in English without slips. What is `known` to the question are its author's words."""
        if not self.is_english:
            return tuple(said)
        return tuple(self._comparable(word if word in known else slips.mended(word) for word in said))

    @lru_cache(MOST_KEPT)  # noqa: B019 - there are as many languages as tables, and they are kept anyway
    def of_phrase(self, text: str) -> tuple[str, ...]:
        """The comparable words of what an author wrote. (What callers say is not kept.)"""
        return self.comparable(text)

    @lru_cache(MOST_KEPT)  # noqa: B019 - as above
    def plain(self, text: str) -> tuple[str, ...]:
        """The comparable words of a pattern's text, without accents."""
        return tuple(folded(word) for word in self.of_phrase(text))

    def _comparable(self, said: Iterable[str]) -> Iterator[str]:
        for word in said:
            plain = folded(word)
            if plain.isdecimal():
                yield "".join(str(unicodedata.decimal(digit)) for digit in plain)
            elif plain in self.digits:
                yield self.digits[plain]
            elif self.is_english and plain in contractions.WHOLE:
                yield from contractions.WHOLE[plain]
            else:
                yield word

    def _several(self, text: str) -> Iterator[tuple[str, ...]]:
        return (self.comparable(said) for said in text.split("|"))


@lru_cache
def language(name: str) -> Language:
    """The language of a script (`en-US`)."""
    return Language(language_of(name))


def _digits(text: str) -> Iterator[tuple[str, str]]:
    for digit, ways in enumerate(text.split()):
        for way in ways.split("/"):
            yield folded(way), str(digit)
