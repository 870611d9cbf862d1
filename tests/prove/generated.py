"""Scripts by chance: of every verb but `whisper`, `barge` and `leave`, with the tables, queries and requests that they
use. Most of them are right."""

from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from textwrap import indent

SCHEMA = """\
CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL, nickname TEXT,
  tier TEXT NOT NULL CHECK (tier IN ('gold', 'silver', 'none')), is_blocked BOOLEAN NOT NULL DEFAULT 0);
CREATE TABLE tasks (id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL, what TEXT NOT NULL, level INTEGER NOT NULL,
  due DATE, starts TIME NOT NULL, state TEXT NOT NULL DEFAULT 'open');
CREATE TABLE calls (id TEXT PRIMARY KEY, note TEXT);
"""
QUERIES = """\
-- name: person(phone)^
-- Who is calling.
SELECT id, name, nickname, tier, is_blocked FROM people WHERE phone = :phone;

-- name: tasks(person_id)
-- What is to be done.
SELECT id, what, level, due, starts FROM tasks WHERE person_id = :person_id AND state = 'open' ORDER BY id;

-- name: total(person_id)^
-- How much is to be done.
SELECT count(*) AS number, coalesce(max(level), 0) AS most FROM tasks WHERE person_id = :person_id;

-- name: finish(task_id)!
-- It is done.
UPDATE tasks SET state = 'done' WHERE id = :task_id AND state = 'open';

-- name: log(call_id, note)!
-- That somebody has called.
INSERT INTO calls (id, note) VALUES (:call_id, :note) ON CONFLICT (id) DO NOTHING;
"""
REQUESTS = """\
### waiting_time(queue)
# How long callers wait.
# gives: minutes INTEGER, opens TIME
# none: 404
GET https://office.example/waiting?queue={{ queue }}

### tell_the_team(words)!
# A line in the team's channel.
POST https://office.example/team
Content-Type: application/json

{"text": "{{ words }}"}
"""
HEAD = """\
callsheet: 1
flow: by_chance
language: en-US
timezone: America/New_York
data: data.sql
requests: office.http
contacts: {office: callee, doctor: ["+15550123", "+15550124"]}
intents:
  later:
    means: Not now.
    phrases: [later, not now]
    press: "2"
  finished:
    means: It is done.
    phrases: [it is done, finished]
    press: "1"
"""
BEGINNING = """\
- answer
- query: person
  with: {phone: "{{ call.person_number }}"}
  as: person
  if_none: [{say: We do not know you.}, disconnect]
- query: tasks
  with: {person_id: "{{ person.id }}"}
  as: tasks
- query: total
  with: {person_id: "{{ person.id }}"}
  as: total
  if_none: [disconnect]
"""
TOPS = (
    "limits: {attempts: 2}",
    "hours:\n  office: {monday to friday: [09:00-12:00, 13:00-17:00], saturday: 22:00-02:00}",
    'if_caller_hangs_up:\n  - write: log\n    with: {call_id: "{{ call.id }}", note: gone}',
    'if_something_fails:\n  - if: failure.kind == "limit"\n    then: [{say: That took too long.}]\n'
    "    else: [{say: Sorry.}]\n  - disconnect",
    'after_call:\n  - if: tries > 1\n    then: [{note: "{{ call.ending }}"}]',
    "defaults:\n  answers:\n    operator: [{say: Somebody calls you.}, disconnect]",
)
TEXTS = (
    "Hello.",
    "{{ person.name }}, you are {{ person.tier }}.",
    "{{ person.nickname | default(person.name) }}.",
    "There are {{ tasks | length }} tasks, {{ mood }}.",
    "Today is {{ today | spoken_date }}.",
    "Try {{ tries }}, {{ size | default(0) }} people.",
    "On {{ day | default(today) | spoken_date }}.",
)
IN_ROWS = ("{{ loop.number }}. {{ task.what }}.", "{{ task.what }}, until {{ task.due | default(today) }}.")
CONDITIONS = (
    "person.tier == 'gold'",
    "person.nickname",
    "person.is_blocked",
    "tries > 1",
    "tries == 2 or mood == 'bad'",
    "mood == 'good'",
    "total.number > 3",
    "tasks | length > 2",
    "size is not none and size > 3",
    "day is not none and day > today",
    "person.tier in ['gold', 'silver'] and not person.is_blocked",
    "call.person_number",
    "today | weekday == 'Monday'",
    "answered is not none and answered.intent == 'finished'",
)
ROW_CONDITIONS = (
    "task.level > 5",
    "task.due is none",
    "task.due is not none and task.due < today",
    "loop.number > 1",
    "loop.last",
    "task.what == 'Feed the cat.'",
)
# What asks for names that are read somewhere.
ASKED = {
    "day": "- ask: Which day?\n  for: date\n  as: day\n  if_silent: []\n  if_unclear: []\n  otherwise: []\n",
    "size": "- ask: How many?\n  for: number\n  as: size\n  if_silent: []\n  if_unclear: []\n  otherwise: []\n",
    "answered": "- ask: Is it done?\n  answers: {finished: [], later: []}\n  as: answered\n  if_silent: []\n"
    "  if_unclear: []\n  otherwise: []\n",
}
SIMPLE = 4  # how much likelier steps are that hold no others
DEEPEST = 3

Around = frozenset[str]


class Chance:
    """Writes steps, by chance."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - the same scripts each time
        self._asked = 0
        self.has_hours = False

    def script(self) -> str:
        """A whole script."""
        tops = [top for top in TOPS if self._random.random() < 0.4]
        self.has_hours = any(top.startswith("hours:") for top in tops)
        values = 'values: {tries: 0, mood: "good"}'
        body = self.block(0, frozenset({"answer section"}), most=6)
        section = self.block(2, frozenset(), most=2)
        body = "".join(ask for name, ask in ASKED.items() if self._misses(name, body + section)) + body
        parts = (*tops, values, f"steps:\n{indent(BEGINNING + body, '  ')}  - disconnect\n")
        return HEAD + "\n".join(parts) + f"sections:\n  again:\n{indent(section, '    ')}"

    def _misses(self, name: str, steps: str) -> bool:
        return f"{name} " in steps and f"as: {name}" not in steps

    def block(self, depth: int, around: Around, *, most: int = 3) -> str:
        """Some steps, each with its lines."""
        return "".join(self.step(depth, around) for _ in range(self._random.randint(1, most)))

    def step(self, depth: int, around: Around) -> str:
        """One step."""
        simple: list[Callable[[Around], str]] = [self._say, self._set, self._write, self._small]
        if depth >= DEEPEST or self._random.random() < SIMPLE / (SIMPLE + 3 - depth):
            return self._random.choice(simple)(around)
        holding = (self._if, self._ask, self._ask, self._switch, self._branch, self._for_each, self._loop, self._value)
        more = (self._collect, self._connect, self._query, self._request, self._record)
        chosen = self._random.choice(holding if self._random.random() < 0.7 else more)
        return chosen(depth + 1, around)

    def _one(self, options: Iterable[str]) -> str:
        return self._random.choice(tuple(options))

    def _text(self, around: Around) -> str:
        return self._one((*TEXTS, *(IN_ROWS * 3 if "rows" in around else ())))

    def _condition(self, around: Around) -> str:
        hours = ("hours.office.open",) * 2 if self.has_hours else ()
        return self._one((*CONDITIONS, *hours, *(ROW_CONDITIONS * 2 if "rows" in around else ())))

    def _steps(self, depth: int, around: Around, by: str) -> str:
        return indent(self.block(depth, around, most=2), by)

    # Steps that hold no others

    def _say(self, around: Around) -> str:
        return f'- say: "{self._text(around)}"\n' + ("  interruptible: false\n" if self._random.random() < 0.2 else "")

    def _set(self, around: Around) -> str:
        value = self._one(('tries: "{{ tries + 1 }}"', "tries: 0", "mood: bad", 'mood: "{{ person.tier }}"'))
        return f"- set: {{{value}}}\n"

    def _write(self, around: Around) -> str:
        task = '"{{ task.id }}"' if "rows" in around else "1"
        more = self._one(("", "  as: rows\n", "  if_unchanged: [{say: It was done before.}]\n", "  if_fails: []\n"))
        return f"- write: finish\n  with: {{task_id: {task}}}\n{more}"

    def _small(self, around: Around) -> str:
        options = ["- pause: 2s\n", f'- note: "{self._text(around)}"\n']
        if "loop" in around:
            options += ["- next_item\n"] if "rows" in around else []
            options += ["- stop_loop\n"]
        if "answer" in around:
            options.append('- ask_again: "Again, please?"\n')
        if "answer section" in around:
            options.append("- run: again\n")
        if self._random.random() < 0.1:
            options.append("- disconnect\n")
        options += ["- message: It is done.\n  by: sms\n  if_fails: [{note: not sent}]\n"]
        options += ["- request: tell_the_team\n  with: {words: somebody}\n  if_fails: [{say: I could not.}]\n"]
        return self._one(options)

    # Steps that hold others

    def _if(self, depth: int, around: Around) -> str:
        other = f"  else:\n{self._steps(depth, around, '    ')}" if self._random.random() < 0.5 else ""
        return f"- if: {self._condition(around)}\n  then:\n{self._steps(depth, around, '    ')}{other}"

    def _branch(self, depth: int, around: Around) -> str:
        cases = "".join(
            f"    - if: {self._condition(around)}\n      then:\n{self._steps(depth, around, '        ')}"
            for _ in range(self._random.randint(1, 2))
        )
        return f"- branch:\n{cases}  else:\n{self._steps(depth, around, '    ')}"

    def _switch(self, depth: int, around: Around) -> str:
        value, case = self._random.choice((("person.tier", "gold"), ("mood", "bad"), ("tries", '"2"')))
        steps, other = self._steps(depth, around, "      "), self._steps(depth, around, "    ")
        return f"- switch: {value}\n  cases:\n    {case}:\n{steps}  else:\n{other}"

    def _for_each(self, depth: int, around: Around) -> str:
        if "rows" in around:
            return self._loop(depth, around)
        inner = around - {"answer"} | {"loop", "rows"}
        none = "  if_none: [{say: Nothing.}]\n" if self._random.random() < 0.5 else ""
        return f"- for_each: task\n  in: tasks\n  do:\n{self._steps(depth, inner, '    ')}{none}"

    def _loop(self, depth: int, around: Around) -> str:
        inner = around - {"answer", "rows"} | {"loop"}
        return (
            f"- loop: {self._random.randint(2, 4)}\n  do:\n{self._steps(depth, inner, '    ')}"
            "  otherwise: [{say: Enough.}]\n"
        )

    def _ask(self, depth: int, around: Around) -> str:
        inner = around | {"answer"}
        answers = self._random.sample(("agree", "refuse", "later", "finished", "repeat"), 2)
        steps = "".join(f"    {answer}:\n{self._steps(depth, inner, '      ')}" for answer in answers)
        return f'- ask: "{self._text(around)} Is it?"\n  answers:\n{steps}{self._ladder(around)}'

    def _ladder(self, around: Around) -> str:
        silent = self._one(("[]", "[Hello?]", "[Hello?, Are you there?]"))
        unclear = self._one(("[]", "[Sorry?]"))
        kept = "  as: answered\n" if self._random.random() < 0.3 else ""
        other = self._one(("[]", "[{say: Then not.}]", "[disconnect]", "\n    - set: {mood: bad}"))
        return f"  if_silent: {silent}\n  if_unclear: {unclear}\n{kept}  otherwise: {other}\n"

    def _slot(self) -> str:
        return self._one(
            (
                '- ask: How many people?\n  for: number\n  from: 1\n  to: "{{ total.number }}"\n  as: size\n',
                "- ask: How many people?\n  for: number\n  from: 1\n  to: 6\n  as: size\n",
                '- ask: Which day?\n  for: date\n  from: "{{ today }}"\n  as: day\n',
                "- ask: At what time?\n  for: time\n  as: hour\n",
                "- ask: What colour?\n  one_of: {red: [scarlet], green: []}\n  as: colour\n",
                "- ask: What is your name?\n  for: name\n  as: called\n",
                "- ask: Which one?\n  one_of: tasks\n  by: starts\n  as: chosen\n  if_none: [{say: None.}]\n",
                "- ask: Which number?\n  for: digits\n  length: 4\n  as: code\n",
            )
        )

    def _value(self, depth: int, around: Around) -> str:
        slot = self._slot()
        name = slot.rpartition("as: ")[2].split()[0]
        confirm = f'  confirm: "{{{{ {name} }}}}. Right?"\n' if self._random.random() < 0.4 and name != "chosen" else ""
        given = f"  if_given:\n{self._steps(depth, around | {'answer'}, '    ')}" if self._random.random() < 0.4 else ""
        return f"{slot}{confirm}{given}  if_silent: [Hello?]\n  if_unclear: [Sorry?]\n  otherwise: [disconnect]\n"

    def _collect(self, depth: int, around: Around) -> str:
        if around & {"rows", "answer", "loop"} or depth > 1:
            return self._value(depth, around)
        slots: dict[str, str] = {}
        for _ in range(self._random.randint(1, 3)):
            slot = self._slot()
            name = slot.rpartition("as: ")[2].split()[0]
            if name not in ("chosen", "called", "code"):
                slots[name] = slot + "  if_silent: [Hello?]\n  if_unclear: [Sorry?]\n  otherwise: [disconnect]\n"
        if not slots:
            return self._value(depth, around)
        told = " and ".join(f"{{{{ {name} }}}}" for name in slots)
        return (
            f'- collect:\n{indent("".join(slots.values()), "    ")}  confirm: "{told}. Right?"\n'
            "  change: What shall I change?\n  if_silent: [Is that right?]\n  if_unclear: []\n"
            "  otherwise: [disconnect]\n"
        )

    def _connect(self, depth: int, around: Around) -> str:
        steps = self._steps(depth, around, "    ")
        return f"- connect: {self._one(('office', 'doctor'))}\n  come_back: true\n  as: rung\n  if_unanswered:\n{steps}"

    def _query(self, depth: int, around: Around) -> str:
        fails = f"  if_fails:\n{self._steps(depth, around, '    ')}" if self._random.random() < 0.3 else ""
        with_, name = '{person_id: "{{ person.id }}"}', self._one(("tasks", "total"))
        none = "  if_none: [disconnect]\n" if name == "total" else ""
        return f"- query: {name}\n  with: {with_}\n  as: {name}\n  while_waiting: One moment.\n{none}{fails}"

    def _request(self, depth: int, around: Around) -> str:
        none, fails = self._steps(depth, around, "    "), self._steps(depth, around, "    ")
        return (
            f"- request: waiting_time\n  with: {{queue: support}}\n  as: queue\n  if_none:\n{none}  if_fails:\n{fails}"
            '- if: queue and queue.minutes\n  then: [{say: "{{ queue.minutes }} minutes."}]\n'
        )

    def _record(self, depth: int, around: Around) -> str:
        none = self._steps(depth, around, "    ")
        words = '- transcribe: told\n  as: words\n  if_fails: [disconnect]\n- note: "{{ words }}"\n'
        return (
            "- record_call\n- record: Please speak.\n  as: told\n  if_none: [disconnect]\n  if_fails: [disconnect]\n"
            f"{words}- if: words == ''\n  then:\n{none}- record_call: stop\n"
        )


def written(folder: Path, seed: int) -> Path:
    """The script of a seed, with its files."""
    path = folder / "by_chance.flow.yaml"
    path.write_text(Chance(seed).script())
    for name, text in (("schema.sql", SCHEMA), ("data.sql", QUERIES), ("office.http", REQUESTS)):
        (folder / name).write_text(text)
    return path
