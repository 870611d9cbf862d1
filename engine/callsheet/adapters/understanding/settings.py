"""What the environment says about the model."""

from collections.abc import Mapping

from msgspec import Struct

from callsheet.adapters.remote.settings import KEY, Access, access_from, name_from

NAME = "CALLSHEET_MODEL"


class ModelSettings(Struct, frozen=True):
    """A model that can be asked."""

    name: str
    access: Access


def from_environment(environment: Mapping[str, str]) -> ModelSettings | None:
    """The model that is configured; None without a key or without a model's name.

    Raises:
        WrongSetting: a setting that is needed cannot be what it should be.
    """
    if not environment.get(KEY, "").strip():
        return None
    name = name_from(environment, NAME, "a model")
    access = access_from(environment) if name else None
    return ModelSettings(name, access) if access else None
