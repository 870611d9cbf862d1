"""Prompts in sentences, each made once and kept: what a script says again is there at once, and costs nothing."""

import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from itertools import takewhile

from msgspec import Struct

from callsheet.adapters.speech.fallback import STAND_IN
from callsheet.adapters.speech.pronunciation import sentences, speakable
from callsheet.adapters.speech.take import SECOND, Key, Take
from callsheet.ports.failures import ENGINE_MISTAKE
from callsheet.ports.speech import BREATH_MS, Mark, Narrator, SpeechFailed, Voice
from callsheet.ports.tasks import Background
from callsheet.ports.telephony import BYTES_A_MS

logger = logging.getLogger("callsheet.speech")


class PromptLimits(Struct, frozen=True):
    """What may be held and done at once."""

    # Bytes of audio that are kept: 70 minutes, which is more than scripts say without names and numbers in it.
    kept: int = 64 * 1024 * 1024
    # Bytes of a sentence that is kept. A longer one was made of somebody's data and is hardly said twice.
    kept_sentence: int = 30 * SECOND
    # Bytes of a sentence at all. The longest takes half of that; a provider that goes on has gone wild.
    sentence: int = 60 * SECOND
    # Texts that are made ready at once, and sentences of each. What is beyond that is made when it is wanted.
    preparing: int = 16
    prepared_sentences: int = 8


LIMITS = PromptLimits()
BREATH = bytes(BREATH_MS * BYTES_A_MS)
CLOSED = SpeechFailed("closed", "the speech was closed")


class Prompts:
    """Implements `ports.speech.Prompting` by a narrator, which is given single sentences in words.

    A text of which something cannot be spoken fails before any of it is heard.

    What several callers wait for is made once. The sentence after the one that is heard is made meanwhile, and none
    beyond it.
    """

    def __init__(self, narrator: Narrator, *, limits: PromptLimits = LIMITS) -> None:
        self._narrator = narrator
        self._limits = limits
        self._kept: OrderedDict[Key, Take] = OrderedDict()  # the one that was not heard for longest is the first
        self._kept_bytes = 0
        self._making: dict[Key, Take] = {}
        self._preparing = 0
        self._tasks = Background()
        self._closed = False

    async def speak(self, text: str, voice: Voice, mark: Mark | None = None) -> AsyncGenerator[bytes, None]:
        """The text sentence by sentence, and so is its mark. Raises `SpeechFailed`."""
        spoken = self._sentences(text, voice)
        marked = _sentences_before(mark, text, spoken, voice) if mark else None
        if mark and marked == 0:
            mark.passed()
        current: Take | None = None
        ahead: Take | None = None
        try:
            for number, sentence in enumerate(spoken, 1):
                current, ahead = ahead or self._join(sentence, voice), None
                async with aclosing(current.listen()) as pieces:
                    async for piece in pieces:
                        if ahead is None and current.ended and number < len(spoken):
                            ahead = self._join(spoken[number], voice)
                        yield piece
                self._leave(current)
                current = None
                if mark and number == marked:
                    mark.passed()
                if number < len(spoken):
                    yield BREATH
        finally:
            for take in (current, ahead):
                if take is not None:
                    self._leave(take)

    def prepare(self, text: str, voice: Voice) -> None:
        """Begin to make the sentences of a text, where not too much is being made ready already."""
        if not self._closed and self._preparing < self._limits.preparing:
            self._preparing += 1
            self._tasks.start(self._prepare(text, voice))

    async def close(self) -> None:
        """Stop everything, forget what is kept, and close the other."""
        self._closed = True
        await self._tasks.close()
        for take in self._making.values():
            take.end(CLOSED)
        self._making.clear()
        self._kept.clear()
        self._kept_bytes = 0
        await self._narrator.close()

    def _sentences(self, text: str, voice: Voice) -> list[str]:
        """What the narrator is given. Raises `SpeechFailed` where it would leave something of it out."""
        spoken = sentences(speakable(text, voice.language))
        for sentence in spoken:
            if (refusal := self._narrator.refusal(sentence, voice)) is not None:
                raise SpeechFailed(refusal.kind, refusal.message)
        return spoken

    def _join(self, sentence: str, voice: Voice) -> Take:
        """A sentence that is kept, or is being made, or begins to be made now."""
        key = Key(sentence, voice.language, voice.name)
        take = self._kept.get(key)
        if take is not None:
            self._kept.move_to_end(key)
        else:
            take = self._making.get(key)
        if take is None:
            if self._closed:
                raise SpeechFailed(CLOSED.kind, CLOSED.message)
            take = self._making[key] = Take(key)
            take.task = self._tasks.start(self._make(take, voice))
        take.listeners += 1
        return take

    def _leave(self, take: Take) -> None:
        """Whoever joined does not want it any more. What nobody wants is not made any further."""
        take.listeners -= 1
        if take.task is None or take.ended or take.listeners:
            return
        take.task.cancel()
        self._made(take)  # nobody may join it from now on

    async def _make(self, take: Take, voice: Voice) -> None:
        failure: SpeechFailed | None = None
        try:
            async with aclosing(self._narrator.speak(take.key.sentence, voice)) as pieces:
                async for piece in pieces:
                    if piece == STAND_IN:
                        take.begin_anew()
                    else:
                        take.add(piece)
                    if take.bytes > self._limits.sentence:
                        failure = SpeechFailed("rubbish", "a sentence became longer than any can be")
                        break
        except SpeechFailed as error:
            failure = SpeechFailed(error.kind, error.message)
        except Exception as error:  # noqa: BLE001 - a mistake in a provider must not leave callers waiting
            logger.error("a text could not be spoken: %s", type(error).__name__)  # noqa: TRY400 - it may show the text
            failure = SpeechFailed("fault", ENGINE_MISTAKE)
        self._made(take)
        take.end(failure)
        if failure is None and take.keepable and 0 < take.bytes <= self._limits.kept_sentence:
            self._keep(Take.of(take.key, take.audio()))

    def _made(self, take: Take) -> None:
        """It is not being made any more. By now another may be, of the same sentence."""
        if self._making.get(take.key) is take:
            del self._making[take.key]

    def _keep(self, take: Take) -> None:
        forgotten = self._kept.pop(take.key, None)
        self._kept_bytes += take.bytes - (forgotten.bytes if forgotten else 0)
        self._kept[take.key] = take
        while self._kept_bytes > self._limits.kept:
            _, forgotten = self._kept.popitem(last=False)
            self._kept_bytes -= forgotten.bytes

    async def _prepare(self, text: str, voice: Voice) -> None:
        try:
            with suppress(SpeechFailed):  # it fails again when it is wanted, and then matters to somebody
                for sentence in self._sentences(text, voice)[: self._limits.prepared_sentences]:
                    take = self._join(sentence, voice)
                    try:
                        await take.over()
                    finally:
                        self._leave(take)
                    if take.failure is not None:
                        return
        finally:
            self._preparing -= 1


def _sentences_before(mark: Mark, text: str, spoken: Sequence[str], voice: Voice) -> int:
    """How many of a text's sentences hold something of what stands before a mark: all but those at its end that come
    out the same where nothing stands before them."""
    behind = sentences(speakable(text[mark.character :], voice.language))
    same = takewhile(lambda pair: pair[0] == pair[1], zip(reversed(spoken), reversed(behind), strict=False))
    return len(spoken) - len(list(same))
