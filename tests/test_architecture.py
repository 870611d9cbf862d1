"""The direction of imports, the size of modules, the parts that a verb has: what the layout promises."""

import ast
import builtins
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from callsheet.ports import exceptions, requests
from callsheet.steps import VERBS

REPOSITORY = Path(__file__).parents[1]
ENGINE = REPOSITORY / "engine" / "callsheet"

# Data flows from left to right; a package imports from itself, from its left, and from what stands beside all of them.
ORDER = (
    *(
        "source",
        "schema",
        "queries",
        "http",
        "understanding",
        "expressions",
        "analysis",
        "script",
        "picture",
        "steps",
        "flow",
    ),
    *("checks", "edits", "assist", "interpreter", "session", "journal", "replaying"),
)
BESIDE = {"ports", "diagnostics"}
ADAPTERS_IMPORT = BESIDE | {"adapters"}
# Turn-taking makes a line for sessions out of a call: it stands between two ports and knows nothing else.
TURNS_IMPORT = BESIDE | {"turns"}
# What puts everything together may import all of it, and of one another what stands to the left.
TOGETHER = ("service", "testing", "exploring", "comparing", "api", "lsp", "studio", "cli")
# The one module that picks an adapter for rooms that know ports only: which database the SQL of a script is for.
PICKS, PICKED_BY = "dialects.py", {"checks", "assist"}
MOST_LINES = 300

NAMED = {
    ".".join(("callsheet", *path.relative_to(ENGINE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in ENGINE.rglob("*.py")
}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(ENGINE.rglob("*.py")):
        package = path.relative_to(ENGINE).parts[0]
        if package not in ("__init__.py", "__main__.py"):
            yield package, path


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text())))


def imports(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def allowed(package: str) -> set[str]:
    if package in TOGETHER:
        before = TOGETHER[: TOGETHER.index(package) + 1]
        return {*ORDER, *BESIDE, *before, "adapters", "turns", "dialects"}
    if package in ("adapters", PICKS):
        return ADAPTERS_IMPORT
    if package == "turns":
        return TURNS_IMPORT
    if package in BESIDE:
        return BESIDE
    left = set(ORDER[: ORDER.index(package) + 1]) | BESIDE
    return left | {"dialects"} if package in PICKED_BY else left


def test_imports_point_to_the_left() -> None:
    wrong = [
        f"{path} imports {name}"
        for package, path in modules()
        for name in imports(path)
        if name.startswith("callsheet.") and name.split(".")[1] not in allowed(package)
    ]
    assert wrong == []


def test_nobody_asks_which_verb_a_step_is() -> None:
    """Verbs are known together, by `VERBS`: of one step, `Step` tells what it does."""
    for package, path in modules():
        if package != "steps":
            assert not [name for name in imports(path) if name.startswith("callsheet.steps.")], path


def test_no_module_imports_what_imports_it() -> None:
    """Neither late nor for types alone: what two modules name has a module of its own."""
    left = {name: {other for other in modules_named(path) if other != name} for name, path in NAMED.items()}
    before: dict[str, set[str]] = {}
    while left != before:  # whoever imports none of them, or is imported by none, is in no circle
        before, named = left, set[str]().union(*left.values())
        left = {name: others for name, others in left.items() if name in named and not left.keys().isdisjoint(others)}
    assert list(left) == []


def modules_named(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in NAMED else node.module for name in inner)


def test_one_library_one_place() -> None:
    """A library that could be replaced is imported where it would be replaced."""
    homes = {
        "transitions": {"flow/machine.py"},
        "jinja2": {"expressions/parse.py"},
        "jsonschema": {"schema/faults.py"},
        "yaml": {"cli/lean.py", "source/libyaml.py", "source/reader.py", "source/syntax.py"},
        "telcoflow": {"adapters/telephony/telcoflow/guards.py"},
        "onnxruntime": {"adapters/speech/offline/models.py"},
        "msgspec.json": {"ports/encoding.py", "studio/messages.py"},
        "openai": {"adapters/remote/client.py"},
        "httpcore2": {"adapters/http/exchange.py", "adapters/http/network.py"},
        "phonenumbers": {"understanding/values/phones.py"},
        "websockets": {"studio/server.py"},
        "uvloop": {"cli/serve.py"},
        "pygls": {"lsp/server.py"},
        "lsprotocol": {"lsp/positions.py", "lsp/server.py", "lsp/wording.py"},
        "prometheus_client": {"service/metrics.py", "service/health.py"},
    }
    found: dict[str, set[str]] = {library: set() for library in homes}
    for _, path in modules():
        for name in imports(path):
            for library in homes:
                if name == library or name.startswith(f"{library}."):
                    found[library].add(str(path.relative_to(ENGINE)))
    for library in homes.keys() - {"jinja2"}:
        assert found[library] == homes[library], library
    assert all(home.startswith("expressions/") for home in found["jinja2"])


# What begins tasks and waits for several: `ports/tasks.py` does it for all others, and says what becomes of each.
TASKS = ("asyncio.wait(", "asyncio.wait_for(", "asyncio.gather(", "ensure_future(", "create_task(")


def test_tasks_are_begun_and_ended_in_one_place() -> None:
    begin = {path for _, path in modules() if any(call in path.read_text() for call in TASKS)}
    assert begin == {ENGINE / "ports" / "tasks.py"}


def test_one_package_knows_sqlite() -> None:
    """A second database is a second package: nothing else has a word for what this one is, in code or to be read."""
    texts = [path for kind in ("*.py", "*.md") for path in ENGINE.rglob(kind)]
    named = {str(path.relative_to(ENGINE)) for path in texts if "sqlite" in path.read_text().lower()}
    assert {place for place in named if not place.startswith("adapters/data/sqlite/")} == {"dialects.py"}


def test_files_of_authors_are_read_through_their_port() -> None:
    """What opens a file or looks into a folder by itself has none of the guards, and sees nothing that is not saved."""
    opening = {"open", "read_bytes", "read_text", "scandir", "iterdir", "glob", "rglob", "listdir"}
    opening |= {"os.walk", "path.walk"}  # calls are walked, too
    looking = {"is_dir", "is_file", "is_symlink", "exists", "isdir", "isfile", "lexists", "stat"}
    own = {"schemas.py", "assemble.py", "reference.py", "wording.py"}  # they read the language's own files
    rooms = {*ORDER, "comparing", "exploring", "lsp", "testing"} - {"journal"}
    for package, path in modules():
        if package not in rooms or (package in ("source", "schema", "lsp") and path.name in own):
            continue
        for node in nodes(path):
            match node.func if isinstance(node, ast.Call) else None:
                case ast.Attribute(ast.Name(of), name):
                    called = {name, f"{of}.{name}"}
                case ast.Attribute(_, name) | ast.Name("open" as name):
                    called = {name}
                case _:
                    called = set()
            assert called.isdisjoint(opening | looking), f"{path}: {called}"


def test_a_module_is_read_in_one_sitting() -> None:
    lines = {path: len(path.read_text().splitlines()) for _, path in modules()}
    assert {path: count for path, count in lines.items() if count > MOST_LINES} == {}


def test_a_name_stands_for_one_thing() -> None:
    """No two classes have one name: whoever reads it somewhere knows what it is."""
    homes: dict[str, list[str]] = {}
    for _, path in modules():
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(str(path.relative_to(ENGINE)))
    shared = {name: paths for name, paths in homes.items() if len(paths) > 1}
    assert not shared, f"call the newer of each by a name of its own: {shared}"


def test_every_request_is_shown_with_its_reply() -> None:
    shown = set(re.findall(r"(\w+) +(?=[A-Z])", requests.__doc__ or ""))
    missing = {request.__name__ for request in get_args(requests.Request)} - shown
    assert not missing, f"say at the top of ports/requests.py what is replied to these: {missing}"


def test_the_tree_of_exceptions_is_the_one_that_is_shown() -> None:
    """`ports/exceptions.py` shows what can go wrong; here it is read off the code."""
    bases = {
        node.name: [base.id for base in node.bases if isinstance(base, ast.Name)]
        for _, path in modules()
        for node in nodes(path)
        if isinstance(node, ast.ClassDef)
    }

    def above(name: str) -> Iterator[str]:
        for base in bases.get(name, ()):
            yield base
            yield from above(base)

    built_in = {"Exception", "ImportError", "RuntimeError", "ValueError"}
    found = {name: bases[name][0] for name in bases if built_in.intersection(above(name))}
    tree: list[tuple[int, str]] = []
    shown: dict[str, str] = {}
    for line in (exceptions.__doc__ or "").splitlines():
        if line.startswith("    "):
            name, depth = line.split()[0], (len(line) - len(line.lstrip())) // 4
            tree = [*(each for each in tree if each[0] < depth), (depth, name)]
            shown[name] = tree[-2][1] if depth > 1 else ""
    assert shown == {name: "" if base in built_in else base for name, base in found.items()}


# What a docstring says is raised: the first name behind the word, and those in its sentence that stand between quotes.
RAISES = re.compile(r"[Rr]aises?\b:?\s+(?P<first>`?[A-Z]\w+)?(?P<rest>[^.]*)")
QUOTED = re.compile(r"`([A-Z][a-z]\w+)`")


def test_an_exception_that_a_docstring_names_exists() -> None:
    """In the engine or in Python; one of a library has the library's name before it."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    known = {node.name for _, path in modules() for node in nodes(path) if isinstance(node, ast.ClassDef)}
    known |= vars(builtins).keys()
    wrong = []
    for _, path in modules():
        for node in nodes(path):
            for raises in RAISES.finditer((ast.get_docstring(node) or "") if isinstance(node, documented) else ""):
                named = {*QUOTED.findall(raises["rest"]), (raises["first"] or "").strip("`")} - {""}
                wrong += [f"{path}: {name}" for name in named - known]
    assert wrong == []


def test_modules_are_named_for_what_they_do() -> None:
    for _, path in modules():
        assert path.stem not in ("utils", "util", "helpers", "helper", "manager", "common", "misc")


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_verb_has_its_parts(verb: str) -> None:
    """A verb is a file in steps/, a schema fragment that names it, and a case in the script that uses every verb."""
    step = VERBS[verb]
    source = ENGINE / "steps" / f"{step.__module__.rsplit('.', 1)[1]}.py"
    assert f"schemas/steps/{verb}.schema.json" in source.read_text()
    fragment = json.loads((REPOSITORY / "schemas" / "steps" / f"{verb}.schema.json").read_text())
    assert verb in json.dumps(fragment)
    cases = (REPOSITORY / "tests" / "checks" / "ok" / "clinic.flow.yaml").read_text()
    assert f"- {verb}" in cases
