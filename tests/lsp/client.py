"""A small editor: it begins the server as a process, speaks the protocol with it, and waits for what it is told."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

# A server that says nothing for so long hangs. A busy machine takes a while to begin it.
MOST_SECONDS = 100.0
SNIPPETS = {"textDocument": {"completion": {"completionItem": {"snippetSupport": True}}}}
Json = Any


class Editor:
    """One editor with one server, in a folder."""

    def __init__(self, folder: Path, capabilities: Mapping[str, Json] = SNIPPETS, command: str = "lsp") -> None:
        self.folder = folder
        self.problems: dict[str, list[Json]] = {}  # by the name of the file, as they were told last
        self.log: list[str] = []
        self._told: dict[str, list[list[Json]]] = {}
        self._heard: queue.Queue[Json] = queue.Queue()
        self._number = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "callsheet", command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        threading.Thread(target=self._hear, daemon=True).start()
        root = folder.as_uri()
        folders = [{"uri": root, "name": "scripts"}]
        asked = {"processId": None, "rootUri": root, "capabilities": capabilities, "workspaceFolders": folders}
        self.abilities = self.ask("initialize", asked)["capabilities"]
        self.tell("initialized", {})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.end()
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream:
                stream.close()

    def end(self) -> None:
        """Say goodbye; nothing may have been said on standard error."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        assert self._process.wait(MOST_SECONDS) == 0
        assert self._process.stderr
        assert self._process.stderr.read() == b""

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str) -> None:
        self._told[self.uri(name)] = []
        document = {"uri": self.uri(name), "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def change(self, name: str, text: str, version: int = 2) -> None:
        document = {"uri": self.uri(name), "version": version}
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def close(self, name: str) -> None:
        self.tell("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})

    def at(self, method: str, name: str, line: int, character: int) -> Json:
        """Ask something of a place."""
        place = {"line": line, "character": character}
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": self.uri(name)}, "position": place})

    def told(self, name: str) -> list[Json]:
        """What is wrong with a file, once the server tells it anew."""
        self.problems.pop(self.uri(name), None)
        while self.uri(name) not in self.problems:
            self._take()
        return self.problems[self.uri(name)]

    def told_since_open(self, name: str) -> list[list[Json]]:
        """All that the server has told of a file."""
        return self._told[self.uri(name)]

    def ask(self, method: str, params: Json) -> Json:
        """What the server answers."""
        self._number += 1
        number = self._number
        self._say({"id": number, "method": method, "params": params})
        while (answer := self._take()).get("id") != number or "method" in answer:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def tell(self, method: str, params: Json) -> None:
        self._say({"method": method, "params": params})

    def _say(self, message: dict[str, Json]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _take(self) -> Json:
        message = self._heard.get(timeout=MOST_SECONDS)
        assert message is not None, self._process.stderr and self._process.stderr.read().decode()
        if message.get("method") == "textDocument/publishDiagnostics":
            uri, found = message["params"]["uri"], message["params"]["diagnostics"]
            self.problems[uri] = found
            self._told.setdefault(uri, []).append(found)
        elif message.get("method") == "window/logMessage":
            self.log.append(message["params"]["message"])
        return message

    def _hear(self) -> None:
        assert self._process.stdout
        while True:
            length = 0
            while (header := self._process.stdout.readline()) not in (b"\r\n", b""):
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
            if not header:
                self._heard.put(None)
                return
            self._heard.put(json.loads(self._process.stdout.read(length)))
