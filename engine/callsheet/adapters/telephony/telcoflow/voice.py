"""The voice connection of one call, as somewhere to play to."""

from callsheet.adapters.telephony.telcoflow.sdk import SdkCall


class VoiceTransport:
    """A `paced.Transport`: what was handed over lies in the SDK until the platform asks for it."""

    def __init__(self, sdk: SdkCall) -> None:
        self._sdk = sdk

    async def write(self, pcm: bytes) -> None:
        """Hand over a frame. Raises what the SDK raises once the connection is gone."""
        await self._sdk.send_audio(pcm)

    async def pending_bytes(self) -> int:
        """How much the platform has not asked for yet."""
        voice = self._sdk.voice_session
        return await voice.get_send_audio_buffer_size() if voice else 0

    async def take_back(self) -> int:
        """Drop that, without a word to the platform."""
        voice = self._sdk.voice_session
        return await voice.clear_send_audio_buffer() if voice else 0

    async def clear(self) -> None:
        """Drop that, and have the platform drop what it has."""
        await self._sdk.clear_send_audio_buffer()
