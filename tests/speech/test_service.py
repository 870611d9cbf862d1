"""The service on loopback, through the real client: right, slow, cut off, refusing, wrong; and who takes over."""

import asyncio
import io
import json
import logging
import socket
import wave
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from email.parser import BytesParser
from email.policy import HTTP

import numpy as np
import pytest

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.adapters.remote.settings import Access
from callsheet.adapters.speech.fallback import PATIENCE, FallbackRecognition, FallbackSynthesis
from callsheet.adapters.speech.prompts import Prompts
from callsheet.adapters.speech.resampling import Downsampler
from callsheet.adapters.speech.service.recognition import FORMS, MOST_PCM, OpenAIRecognition
from callsheet.adapters.speech.service.synthesis import (
    BYTES_A_SECOND,
    SECONDS_A_CHARACTER,
    SECONDS_BESIDES,
    OpenAISynthesis,
)
from callsheet.adapters.speech.service.transcript import ASSUMED_CONFIDENCE
from callsheet.ports.speech import Recognized, SpeechFailed, Voice
from callsheet.ports.telephony import BYTES_A_MS
from tests.model.conftest import KEY, bare_environment, nothing_left
from tests.model.server import ModelServer, Reply, Request, serving
from tests.speech.providers import ENGLISH, PRIVATE, Listener, Narrator, failure, heard, run_on_loopback, tone

__all__ = ["bare_environment", "nothing_left"]  # fixtures of the model's tests
pytestmark = pytest.mark.usefixtures("nothing_left")

PCM = "audio/pcm"
# A second of a tone at the service's rate, and what becomes of it.
AUDIO = (8000 * np.sin(np.arange(24_000) / 10)).astype("<i2").tobytes()
SPOKEN_AUDIO = Downsampler(3)
SPOKEN = SPOKEN_AUDIO.push(AUDIO) + SPOKEN_AUDIO.flush()
RIGHT = Reply(AUDIO, content_type=PCM, chunked=True, piece=4801)
SAID = Reply(json.dumps({"text": "Yes, please."}).encode())


def alike(audio: bytes) -> bool:
    """Whether it is what was spoken: sums of other lengths are rounded in other ways, by the smallest step there is."""
    return len(audio) == len(SPOKEN) and bool(
        np.all(np.abs(np.frombuffer(audio, "<i2").astype(int) - np.frombuffer(SPOKEN, "<i2")) <= 1)
    )


@asynccontextmanager
async def speaking(address: str, clock: VirtualClock) -> AsyncIterator[OpenAISynthesis]:
    synthesis = OpenAISynthesis(Access(KEY, address), "voice-1", "marin", clock)
    try:
        yield synthesis
    finally:
        await synthesis.close()


@asynccontextmanager
async def listening(address: str, clock: VirtualClock) -> AsyncIterator[OpenAIRecognition]:
    recognition = OpenAIRecognition(Access(KEY, address), "words-1", clock)
    try:
        yield recognition
    finally:
        await recognition.close()


def speak(reply: Reply, text: str = "Hello.", voice: Voice = ENGLISH) -> tuple[bytes, Request]:
    async def main(clock: VirtualClock) -> tuple[bytes, Request]:
        async with serving(reply) as server, speaking(server.address, clock) as synthesis:
            return await heard(synthesis, text, voice), server.requests[0]

    return run_on_loopback(main)


def cannot_speak(reply: Reply) -> str:
    """Why not."""

    async def main(clock: VirtualClock) -> str:
        async with serving(reply) as server, speaking(server.address, clock) as synthesis:
            return checked(await failure(heard(synthesis, PRIVATE)))

    return run_on_loopback(main)


def checked(error: SpeechFailed) -> str:
    shown = f"{error!r} {error.args} {vars(error)}"
    assert not any(secret in shown for secret in (KEY, "127.0.0.1", "voice-1", "words-1"))
    return error.kind


def recognize(*replies: Reply, pcm: bytes = tone("a"), phrases: tuple[str, ...] = ()) -> tuple[Recognized, ModelServer]:
    async def main(clock: VirtualClock) -> tuple[Recognized, ModelServer]:
        async with serving(*replies) as server, listening(server.address, clock) as recognition:
            return await recognition.recognize(pcm, phrases, "en-US"), server

    return run_on_loopback(main)


def form(request: Request) -> dict[str, list[bytes]]:
    """The fields of a form that was sent."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    fields: dict[str, list[bytes]] = {}
    for part in BytesParser(policy=HTTP).parsebytes(head + request.body).iter_parts():
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        fields.setdefault(str(part.get_param("name", header="content-disposition")), []).append(payload)
    return fields


@pytest.mark.parametrize("piece", [4801, 24_000, 999, 3])
def test_a_text_becomes_audio(piece: int) -> None:
    """Whatever the pieces of the network are, also in the midst of samples."""
    audio, request = speak(Reply(AUDIO, content_type=PCM, chunked=True, piece=piece))
    assert alike(audio)
    assert len(audio) == 1000 * BYTES_A_MS
    assert request.line == "POST /v1/audio/speech HTTP/1.1"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.json() == {"model": "voice-1", "voice": "marin", "input": "Hello.", "response_format": "pcm"}


def test_a_script_can_name_the_voice() -> None:
    assert speak(RIGHT, voice=Voice("en-US", "cedar"))[1].json()["voice"] == "cedar"


def test_audio_is_given_on_as_it_arrives() -> None:
    async def main(clock: VirtualClock) -> None:
        begun = Reply(AUDIO, content_type=PCM, chunked=True, piece=4800, stops_at="half")
        async with serving(begun) as server, speaking(server.address, clock) as synthesis:
            async with aclosing(synthesis.speak("Hello.", ENGLISH)) as pieces:
                first = await anext(pieces)
            await server.gone.wait()  # it has given no more than its first piece
        assert 0 < len(first) <= 100 * BYTES_A_MS
        assert alike(first + SPOKEN[len(first) :])

    run_on_loopback(main)


@pytest.mark.parametrize("content_type", ["application/octet-stream", "audio/L16; rate=24000", "AUDIO/PCM"])
def test_names_of_pcm(content_type: str) -> None:
    assert alike(speak(Reply(AUDIO, content_type=content_type))[0])


def test_half_a_sample_at_the_end_is_dropped() -> None:
    assert alike(speak(Reply(AUDIO + b"x", content_type=PCM))[0])


BROKEN_SPEECH = [
    (Reply(status=429), "rate_limit"),
    (Reply(status=500), "server"),
    (Reply(b"<html>", status=503), "server"),
    (Reply(KEY.encode() + PRIVATE.encode(), status=401), "access"),
    (Reply(status=404), "access"),
    (Reply(PRIVATE.encode(), status=400), "request"),
    (Reply(status=307, headers=(("Location", "http://127.0.0.1:9/"),)), "rubbish"),
    (Reply(b"<html>hello</html>", content_type="text/html; charset=utf-8"), "rubbish"),
    (Reply(b'{"error": 1}'), "rubbish"),
    (Reply(b"RIFF" + AUDIO, content_type="audio/wav", piece=1), "rubbish"),
    (Reply(b"ID3" + AUDIO, content_type="audio/mpeg"), "rubbish"),
    (Reply(b"", content_type=PCM), "rubbish"),
    (Reply(b"x", content_type=PCM), "rubbish"),
    (Reply(AUDIO * 60, content_type=PCM, chunked=True), "rubbish"),
    (Reply(AUDIO, content_type=PCM, stops_at="request", cut=True), "connection"),
    (Reply(AUDIO, content_type=PCM, stops_at="headers", cut=True), "connection"),
    (Reply(AUDIO, content_type=PCM, stops_at="half", cut=True), "connection"),
    (Reply(AUDIO, content_type=PCM, stops_at="half", cut=True, chunked=True), "connection"),
]


@pytest.mark.parametrize(("reply", "kind"), BROKEN_SPEECH)
def test_what_is_no_audio(reply: Reply, kind: str) -> None:
    assert cannot_speak(reply) == kind


@pytest.mark.parametrize(("reply", "kind"), BROKEN_SPEECH)
def test_another_voice_takes_over(reply: Reply, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    """The caller hears the whole sentence, and the log says why, without what was said."""
    caplog.set_level(logging.DEBUG)

    async def main(clock: VirtualClock) -> None:
        async with serving(reply) as server:
            service = OpenAISynthesis(Access(KEY, server.address), "voice-1", "marin", clock)
            other = Narrator()
            prompts = Prompts(FallbackSynthesis({"the service": service, "the other": other}, clock))
            assert (await heard(prompts, f"Hello {PRIVATE}.")).endswith(tone("H"))
            assert other.asked == [f"Hello {PRIVATE}."]
            await prompts.close()

    run_on_loopback(main)
    warned = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(warned) == (kind != "request")
    assert not any(secret in caplog.text for secret in (KEY, PRIVATE, "127.0.0.1:"))


@pytest.mark.parametrize(
    ("reply", "seconds"),
    [
        (Reply(stops_at="request"), PATIENCE.first_audio),
        (Reply(AUDIO, content_type=PCM, stops_at="headers"), PATIENCE.first_audio),
        (Reply(b"x" * 1000, status=500, trickles=1), 0),  # the body of an error is not read
        (Reply(AUDIO, content_type=PCM, stops_at="half"), 0.5 + PATIENCE.silence),
        (Reply(AUDIO * 4, content_type=PCM, piece=2400, trickles=0.5), 1.15),
    ],
    ids=["silent", "headers only", "trickling error", "half", "slower than speech"],
)
def test_a_service_that_is_slow_is_not_waited_for(reply: Reply, seconds: float) -> None:
    async def main(clock: VirtualClock) -> None:
        async with serving(RIGHT, reply) as server, speaking(server.address, clock) as service:
            await heard(service, "Hello.")  # making the client takes real time
            other = Narrator()
            voice = FallbackSynthesis({"the service": service, "the other": other}, clock)
            before = clock.monotonic()
            assert (await heard(voice, "Hello.")).endswith(tone("H"))
            assert clock.monotonic() - before == pytest.approx(seconds, abs=0.01)  # sound comes in pieces
            await server.gone.wait()  # its connection is closed

    run_on_loopback(main)


def test_nobody_there() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/v1"

        async def main(clock: VirtualClock) -> None:
            async with speaking(address, clock) as synthesis, listening(address, clock) as recognition:
                assert checked(await failure(heard(synthesis, PRIVATE))) == "connection"
                assert checked(await failure(recognition.recognize(tone("a"), (), "en-US"))) == "connection"

        run_on_loopback(main)


def test_a_text_that_is_too_long_is_not_sent() -> None:
    async def main(clock: VirtualClock) -> None:
        async with serving() as server, speaking(server.address, clock) as synthesis:
            assert (await failure(heard(synthesis, "a" * 4097))).kind == "request"
            assert not server.requests

    run_on_loopback(main)


def test_as_much_audio_as_a_text_can_be() -> None:
    most = int((SECONDS_BESIDES + SECONDS_A_CHARACTER) * BYTES_A_SECOND)
    assert len(speak(Reply(bytes(most), content_type=PCM), "a")[0]) >= most // 3 - 2


def test_whoever_leaves_closes_the_connection() -> None:
    async def main(clock: VirtualClock) -> None:
        hanging = Reply(AUDIO, content_type=PCM, stops_at="half")
        async with serving(hanging, RIGHT) as server, speaking(server.address, clock) as synthesis:
            async with aclosing(synthesis.speak("Hello.", ENGLISH)) as pieces:
                await anext(pieces)
            await server.gone.wait()
            assert alike(await heard(synthesis, "Hello."))

    run_on_loopback(main)


def test_words_are_understood() -> None:
    recognized, server = recognize(SAID, phrases=("yes", "no", "call me"))
    assert recognized == Recognized("Yes, please.", ASSUMED_CONFIDENCE)
    request = server.requests[0]
    assert request.line == "POST /v1/audio/transcriptions HTTP/1.1"
    fields = form(request)
    with wave.open(io.BytesIO(fields.pop("file")[0])) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 8000)
        assert sound.readframes(10_000) == tone("a")
    assert fields == {
        "model": [b"words-1"],
        "response_format": [b"json"],
        "language": [b"en"],
        "prompt": [b"yes, no, call me"],
        "include[]": [b"logprobs"],
    }


def test_without_phrases_there_is_no_hint() -> None:
    assert "prompt" not in form(recognize(SAID)[1].requests[0])


def test_what_is_sent_is_bounded() -> None:
    _, server = recognize(SAID, pcm=bytes(2 * MOST_PCM), phrases=("maybe",) * 1000)
    fields = form(server.requests[0])
    assert len(fields["file"][0]) < MOST_PCM + 100
    assert len(fields["prompt"][0]) < 1000


@pytest.mark.parametrize(
    ("logprobs", "confidence"),
    [
        ([{"token": "Yes", "logprob": 0.0}, {"token": ".", "logprob": 0}], 1.0),
        ([{"logprob": -0.2}, {"logprob": -0.6}], pytest.approx(0.670, abs=0.001)),
        ([{"logprob": -1e308}] * 20, 0.0),
        ([{"logprob": 3.0}, {"logprob": True}, {"logprob": "0"}, {}, 7], ASSUMED_CONFIDENCE),
        ([], ASSUMED_CONFIDENCE),
        ("none", ASSUMED_CONFIDENCE),
        (None, ASSUMED_CONFIDENCE),
    ],
)
def test_confidence(logprobs: object, confidence: float) -> None:
    body = json.dumps({"text": " Yes.\n", "logprobs": logprobs, "usage": {}}).encode()
    assert recognize(Reply(body))[0] == Recognized("Yes.", confidence)


def test_nothing_was_said() -> None:
    assert recognize(Reply(b'{"text": " \\u0000 "}'))[0] == Recognized("", 0.0)


def test_a_service_is_asked_in_the_form_that_it_knows() -> None:
    """Found once, and kept to."""

    async def main(clock: VirtualClock) -> None:
        refused = Reply(status=400)
        async with serving(refused, SAID, SAID) as server, listening(server.address, clock) as recognition:
            for _ in range(2):
                await recognition.recognize(tone("a"), ("yes",), "en-US")
            forms = [form(request) for request in server.requests]
            assert ["include[]" in fields for fields in forms] == [True, False, False]
            assert [fields.get("keywords[]") for fields in forms] == [None, [b"yes"], [b"yes"]]

    run_on_loopback(main)


def test_a_sound_that_is_refused_in_all_forms_changes_nothing() -> None:
    async def main(clock: VirtualClock) -> None:
        refused = [Reply(status=400)] * len(FORMS)
        async with serving(*refused, SAID) as server, listening(server.address, clock) as recognition:
            assert (await failure(recognition.recognize(b"", (), "en-US"))).kind == "request"
            await recognition.recognize(tone("a"), (), "en-US")
            assert "include[]" in form(server.requests[-1])

    run_on_loopback(main)


BROKEN_RECOGNITION = [
    (Reply(status=429), "rate_limit"),
    (Reply(status=500), "server"),
    (Reply(KEY.encode(), status=401), "access"),
    (Reply(b""), "rubbish"),
    (Reply(b"<html>"), "rubbish"),
    (Reply(b"Yes, please."), "rubbish"),
    (Reply(b'{"text": 7}'), "rubbish"),
    (Reply(b'{"text": "a", "text": "b"}'), "rubbish"),
    (Reply(json.dumps({"text": "yes " * 2000}).encode()), "rubbish"),
    (Reply(b"x" * 300_000, chunked=True), "rubbish"),
    (Reply(SAID.body, stops_at="half", cut=True), "connection"),
    (Reply(SAID.body, stops_at="request", cut=True), "connection"),
    (Reply(SAID.body, stops_at="half"), "timeout"),
    (Reply(SAID.body, stops_at="request"), "timeout"),
    (Reply(SAID.body, trickles=1.0), "timeout"),
]


@pytest.mark.parametrize(("reply", "kind"), BROKEN_RECOGNITION)
def test_another_recognition_takes_over(reply: Reply, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def main(clock: VirtualClock) -> None:
        async with serving(reply, reply) as server, listening(server.address, clock) as service:
            alone = FallbackRecognition({"the service": service}, clock)
            error = await failure(alone.recognize(tone("a"), (PRIVATE,), "en-US"))
            assert checked(error) == kind
            both = FallbackRecognition({"the service": service, "the other": Listener(Recognized("no", 1.0))}, clock)
            before = clock.monotonic()
            assert (await both.recognize(tone("a"), (PRIVATE,), "en-US")).text == "no"
            assert clock.monotonic() - before <= PATIENCE.recognition + 0.001

    run_on_loopback(main)
    assert not any(secret in caplog.text for secret in (KEY, PRIVATE, "127.0.0.1:"))


def test_cancelled_after_any_number_of_turns() -> None:
    """Nothing is left behind, and whoever comes next is understood and hears everything."""

    async def main(clock: VirtualClock) -> None:
        async with serving(always=RIGHT) as server, speaking(server.address, clock) as synthesis:
            await heard(synthesis, "Hello.")
            ended = 0
            for turns in range(0, 400, 7):
                task = asyncio.create_task(heard(synthesis, "Hello."))
                for _ in range(turns):
                    await asyncio.sleep(0)
                ended += task.done()
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
            assert ended
            assert alike(await heard(synthesis, "Hello."))

    run_on_loopback(main)
