"""Asking a language model what words mean. No failure of a model ends a call."""

import asyncio
import logging

from callsheet.ports.failures import ENGINE_MISTAKE, ModelUnavailable
from callsheet.ports.requests import AskModel
from callsheet.ports.understanding import GIVEN, UNCLEAR, Model, ModelFailed, Understood

logger = logging.getLogger("callsheet.session")

# A model that is less sure than this (0.0 to 1.0) is not believed: unclear costs one more question, a wrong guess more.
LEAST_CONFIDENCE = 0.7
# A model keeps its own time (4 s). One that does not is given up, so that it cannot keep a call open.
MODEL_SECONDS = 5.0


async def ask_model(model: Model | None, asked: AskModel, call_id: str) -> Understood | ModelUnavailable:
    """What the model takes the words for, `unclear` where there is none; or why it could not be asked."""
    if model is None:
        return UNCLEAR
    try:
        async with asyncio.timeout(MODEL_SECONDS):
            chosen = await model.understand(asked.words, asked.intents, asked.kind)
    except ModelFailed as failed:
        return ModelUnavailable(failed.kind, failed.message)
    except TimeoutError:
        return ModelUnavailable("timeout", "the model did not answer in time")
    except Exception as error:  # noqa: BLE001 - a mistake in a model's adapter is not worth a call
        # Without its traceback, which could hold what the caller said.
        logger.error("call %s: the model's adapter failed: %s", call_id, type(error).__name__)  # noqa: TRY400
        return ModelUnavailable("fault", ENGINE_MISTAKE)
    sure = LEAST_CONFIDENCE <= chosen.confidence <= 1.0
    known = any(intent.name == chosen.intent for intent in asked.intents)
    points = chosen.intent == GIVEN and bool(asked.kind)
    if not sure or not (known or points):
        return UNCLEAR
    return Understood(chosen.intent, "model", chosen.confidence, words=chosen.words if points else "")
