"""A caller who talks with somebody else: nothing is made of what they say, until they come back."""

import asyncio

from callsheet.ports.speech import Sound
from callsheet.ports.telephony import CALLEE, Utterance
from tests.lines.voices import Ears, ToneEar, Words, word
from tests.turns.conftest import QUESTION, Talk, prompt, talk


class CountingEars(Ears):
    """Notes when frames are judged."""

    def __init__(self) -> None:
        super().__init__()
        self.judged_at: list[float] = []

    def open(self) -> ToneEar:
        ear, judge = super().open(), ToneEar.judge
        judged_at = self.judged_at

        class Counting(ToneEar):
            async def judge(self, frame: bytes, played: bytes = b"") -> Sound:
                judged_at.append(asyncio.get_running_loop().time())
                return await judge(ear, frame, played)

        return Counting(None)


def test_nothing_is_judged_or_recognised_while_it_rings_and_while_two_talk() -> None:
    ears, words = CountingEars(), Words()

    async def case(talk: Talk) -> None:
        await talk.line.say(prompt(1000))
        assert ears.judged_at, "until then it is"
        ears.judged_at.clear()
        talk.says((0.5, word("yes")), (4.0, word("no")), (20.0, word("yes")))
        assert (await talk.line.connect((CALLEE,), 30.0)).outcome == "answered"
        await talk.line.pause(30.0)
        await talk.line.speak_beside(prompt(1000), "both")
        assert ears.judged_at == []
        assert words.asked == []
        assert talk.call.dropped_frames == 0
        talk.call.come_back()
        await talk.line.until_unbridged()
        talk.says((1.5, word("no")))
        await talk.line.say(prompt(1000), before=QUESTION)
        heard = await talk.line.listen(QUESTION)
        assert isinstance(heard, Utterance)
        assert heard.text == "no"

    talk(case, ears=ears, words=words)


def test_what_was_being_said_before_it_rang_is_no_answer_to_what_is_asked_then() -> None:
    async def case(talk: Talk) -> None:
        talk.says((0.9, word("yes")))
        await talk.line.say(prompt(1000))
        await talk.line.connect((CALLEE,), 30.0)
        talk.call.come_back()
        await talk.line.until_unbridged()
        talk.says((2.0, word("no")))
        await talk.line.say(prompt(1000), before=QUESTION)
        heard = await talk.line.listen(QUESTION)
        assert isinstance(heard, Utterance)
        assert heard.text == "no"

    talk(case)
