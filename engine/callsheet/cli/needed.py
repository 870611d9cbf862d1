"""What scripts need to be served, beside a line and a database: looked at before the first call."""

import argparse
import os

from msgspec.structs import replace

from callsheet.adapters.http.reach import networks
from callsheet.adapters.http.settings import HttpSettings
from callsheet.adapters.recordings.folder import unusable
from callsheet.flow.model import Flow
from callsheet.service.elsewhere import NoMessages, lacking, read_messages
from callsheet.service.fitting import unrecorded
from callsheet.service.providers import NotServed, Providers, http_opener
from callsheet.service.scripts import Scripts


def with_everything(providers: Providers, arguments: argparse.Namespace, scripts: Scripts) -> Providers:
    """The same providers, with what sends requests and messages; all scripts have what they need. Raises `NotServed`
    where one has not."""
    try:
        allowed = networks(arguments.allow_network)
    except ValueError:
        raise NotServed("--allow-network takes a network such as 10.1.0.0/16, or an address in it") from None
    try:
        messages = read_messages(arguments.messages) if arguments.messages else None
    except NoMessages as error:
        raise NotServed(error.message) from None

    def lacks(flow: Flow) -> list[str]:
        return [*lacking(flow, os.environ, messages), *(unrecorded(flow) if arguments.recordings is None else ())]

    if arguments.recordings is not None and (why := unusable(arguments.recordings)):
        raise NotServed(why)
    if found := [what for one in scripts.roster.scripts.values() for what in lacks(one.flow)]:
        raise NotServed("; ".join(dict.fromkeys(found)))
    http = http_opener(HttpSettings(os.environ, allowed))
    return replace(providers, http=http, messages=messages, lacks=lacks)
