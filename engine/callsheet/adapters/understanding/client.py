"""Asking one model of one service."""

from callsheet.adapters.remote.client import AnswerRefused, answer, connect, read
from callsheet.adapters.understanding.failure import RequestFailed
from callsheet.adapters.understanding.question import ModelQuestion
from callsheet.adapters.understanding.settings import ModelSettings

# Bytes of a response. An answer has about a thousand; a service gone wild must not fill the memory of all calls.
MOST_BYTES = 65_536


class ModelClient:
    """One service and one model of it. It sets no time limits: whoever asks cancels."""

    def __init__(self, settings: ModelSettings) -> None:
        self._model = settings.name
        self._client = connect(settings.access)
        # As a stream, so that its length can be bounded; as bytes, because the SDK's own reading validates nothing.
        self._completions = self._client.chat.completions.with_streaming_response

    async def ask(self, question: ModelQuestion) -> bytes | RequestFailed:
        """The body of the response, or why there is none."""
        request = self._completions.create(
            model=self._model,
            messages=[
                {"role": "system", "content": question.system},
                {"role": "user", "content": question.user},
            ],
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "meaning", "strict": True, "schema": question.schema()},
            },
        )
        async with answer(request) as response:
            if isinstance(response, AnswerRefused):
                return RequestFailed(response.trouble, response.retry_after_seconds)
            body = await read(response, MOST_BYTES)
            return body if isinstance(body, bytes) else RequestFailed(body)

    async def close(self) -> None:
        """Close the connections; the client cannot be used afterwards."""
        await self._client.close()
