"""From what was heard to what was meant: by key, by phrase, and by a model where there is one."""

import asyncio
import logging
from collections.abc import Sequence

from callsheet.ports.records import ModelUnavailable
from callsheet.ports.telephony import Heard, KeyPress, Silence, Utterance
from callsheet.ports.understanding import Intent, Model, ModelFailed, Understood
from callsheet.script.intents import Listener

logger = logging.getLogger("callsheet.session")

SILENT = Understood("silent", "silent", 0.0)
UNCLEAR = Understood("unclear", "unclear", 0.0)
# Words that were recognised with less confidence than this (0.0 to 1.0) count as unclear, whatever they seem to be: a
# cough that sounds like "yeah" must not confirm anything.
LEAST_HEARD = 0.5
# A model that is less sure than this (0.0 to 1.0) is not believed: unclear costs one more question, a wrong guess more.
LEAST_CONFIDENCE = 0.7
# A model keeps its own time (4 s). One that does not is given up, so that it cannot keep a call open.
MODEL_SECONDS = 5.0


def heard_well(heard: Utterance | KeyPress) -> bool:
    """Whether the recognition was sure enough for anything to follow from it."""
    return isinstance(heard, KeyPress) or heard.confidence >= LEAST_HEARD


async def understand(
    heard: Heard, listener: Listener, model: Model | None, call_id: str
) -> tuple[Understood, ModelUnavailable | None]:
    """What was meant, and why a model could not be asked, where that is so. No failure of a model ends a call."""
    if isinstance(heard, Silence):
        return SILENT, None
    if not heard_well(heard):
        return UNCLEAR, None
    understood = listener.understand(heard)
    if understood.intent != "unclear" or understood.how == "wait" or isinstance(heard, KeyPress):
        return understood, None
    if model is None or not heard.text.strip():
        return understood, None
    answer = await _ask_model(model, heard.text, listener.intents, call_id)
    return (answer, None) if isinstance(answer, Understood) else (UNCLEAR, answer)


async def _ask_model(
    model: Model, words: str, intents: Sequence[Intent], call_id: str
) -> Understood | ModelUnavailable:
    """What the model takes the words for."""
    try:
        async with asyncio.timeout(MODEL_SECONDS):
            chosen = await model.understand(words, intents)
    except ModelFailed as failed:
        return ModelUnavailable(failed.kind, failed.message)
    except TimeoutError:
        return ModelUnavailable("timeout", "the model did not answer in time")
    except Exception as error:  # noqa: BLE001 - a mistake in a model's adapter is not worth a call
        # Without its traceback, which could hold what the caller said.
        logger.error("call %s: the model's adapter failed: %s", call_id, type(error).__name__)  # noqa: TRY400
        return ModelUnavailable("fault", "the engine itself made a mistake; see its log")
    sure = LEAST_CONFIDENCE <= chosen.confidence <= 1.0
    known = any(intent.name == chosen.intent for intent in intents)
    return Understood(chosen.intent, "model", chosen.confidence) if sure and known else UNCLEAR
