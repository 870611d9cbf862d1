"""`callsheet diff`: which versions it compares, in which form it tells, and what it says of what cannot be compared."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import NOTIFICATIONS, REPOSITORY, Shell

WORKFLOW = REPOSITORY / "docs" / "examples" / "callsheet.yml"
SAME = "No caller notices a difference.\n"
OTHER = (
    "A caller who answers “yes” at “{{ notification.message }} Can you confirm?” now hears “Thank you.” instead of “Got"
    " it, that's been confirmed.”\n"
)
QUIETLY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
AUTHOR = ("-c", "user.name=A", "-c", "user.email=a@example.com")
SMALL = 'callsheet: 1\nflow: small\nlanguage: en-US\nsteps:\n  - answer\n  - say: "{}"\n  - disconnect\n'


def git(folder: Path, *arguments: str) -> None:
    command = ["git", *AUTHOR, *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env={**os.environ, **QUIETLY})


@pytest.fixture
def repository(shell: Shell) -> Shell:
    """The shipped script in `flows`, in two commits: the second has other words."""
    flows = shell.folder / "flows"
    flows.mkdir()
    shutil.move(shell.folder / NOTIFICATIONS, flows)
    shutil.move(shell.folder / "data", flows)
    git(shell.folder, "init", "--initial-branch", "main")
    git(shell.folder, "add", ".")
    git(shell.folder, "commit", "--message", "first")
    edit(flows / NOTIFICATIONS, "Got it, that's been confirmed.", "Thank you.")
    git(shell.folder, "commit", "--all", "--message", "second")
    return shell


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_versions_are_named_as_git_users_expect(repository: Shell) -> None:
    script = f"flows/{NOTIFICATIONS}"
    other: tuple[tuple[str, ...], ...] = (
        ("HEAD~1", "--", script),
        ("HEAD~1", script),
        ("HEAD~1", "HEAD", "--", script),
        ("HEAD~1..HEAD", script),
        ("HEAD~1..", "flows"),
        ("HEAD~1",),
        (f"HEAD~1:{script}", f"main:{script}"),
        (f"HEAD~1:{script}", script),
        ("HEAD~1:flows", "flows"),
    )
    for words in other:
        done = repository("diff", *words)
        assert (done.stdout, done.stderr, done.returncode) == (OTHER, "", 1), words
    same: tuple[tuple[str, ...], ...] = ((), (script,), ("flows",), ("main", script), (script, script))
    for words in same:
        done = repository("diff", *words)
        assert (done.stdout, done.stderr, done.returncode) == (SAME, "", 0), words


def test_a_revision_is_read_with_its_own_files(repository: Shell) -> None:
    """Its SQL is that of the revision, also where the file is gone now, and the command is given in another folder."""
    git(repository.folder, "mv", "flows/data", "flows/queries")
    edit(repository.folder / "flows" / NOTIFICATIONS, "data/notifications.sql", "queries/notifications.sql")
    edit(repository.folder / "flows/queries/notifications.sql", "status = 'pending'", "status <> 'done'")
    repository.folder /= "flows"
    done = repository("diff", "HEAD", NOTIFICATIONS)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        f"What {name} in the database may be different: its SQL is another one."
        for name in ("acknowledge_notification changes", "flag_for_followup changes", "pending_notifications finds")
    ]


def test_a_folder_is_compared_script_by_script(repository: Shell) -> None:
    flows = repository.folder / "flows"
    (flows / "new.flow.yaml").write_text(SMALL.format("Hi."))
    shutil.copy(flows / NOTIFICATIONS, flows / "same.flow.yaml")
    git(repository.folder, "add", ".")
    git(repository.folder, "commit", "--message", "third")
    (flows / "same.flow.yaml").unlink()
    edit(flows / NOTIFICATIONS, "Thank you.", "Many thanks.")
    edit(flows / "new.flow.yaml", "Hi.", "Hello.")
    done = repository("diff", "main", "--", "flows")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        f"flows/{NOTIFICATIONS}:\n"
        "  A caller who answers “yes” at “{{ notification.message }} Can you confirm?” now hears “Many thanks.” instead"
        " of “Thank you.”\n\n"
        "flows/new.flow.yaml:\n"
        "  At the beginning of the call, a caller now hears “Hello.” instead of “Hi.”\n\n"
        "flows/same.flow.yaml:\n"
        "  This script is no longer there.\n\n"
    )
    done = repository("diff", "HEAD~1", "HEAD", "flows/new.flow.yaml")
    assert (done.stdout, done.returncode) == ("This script is new.\n", 1)


def test_what_cannot_be_compared_is_told(repository: Shell) -> None:
    (repository.folder / "wrong.flow.yaml").write_text(SMALL.format("{{ nobody }}"))
    (repository.folder / "empty").mkdir()
    outside = repository.folder.parent / "outside.flow.yaml"
    outside.write_text(SMALL.format("Hi."))
    for words, said in (
        (("nonsense",), "there is no file or folder nonsense, and git knows no revision of that name"),
        (("HEAD", "nonsense"), "there is no file or folder HEAD:./nonsense, and none nonsense"),
        (
            ("nonsense:flows", "flows"),
            "there is no file or folder nonsense:flows, and git knows no revision of that name",
        ),
        (("HEAD", "empty"), "there is no script in HEAD:./empty, and none in empty"),
        (
            ("HEAD", "flows/data/notifications.sql"),
            "flows/data/notifications.sql is no script; name the script, or the",
        ),
        (
            ("flows", "flows", "flows"),
            "more than two files or folders are compared with a revision: HEAD -- flows flows",
        ),
    ):
        done = repository("diff", *words)
        assert (done.returncode, done.stdout) == (2, ""), words
        assert done.stderr.startswith(f"callsheet diff: {said}"), words
    done = repository("diff", f"flows/{NOTIFICATIONS}", "wrong.flow.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith('wrong.flow.yaml:6:14: error: nothing is called "nobody"')
    assert '6 |   - say: "{{ nobody }}"' in done.stderr
    done = repository("diff", "HEAD", str(outside))
    assert (done.returncode, done.stdout) == (1, "This script is new.\n")


def test_nothing_outside_of_a_revision_is_read(repository: Shell) -> None:
    """Links of a revision lead into it alone; words of hostile files reach no command line."""
    secret = repository.folder.parent / "secret.sql"
    secret.write_text("-- name: secret()\nSELECT 1;\n")
    (repository.folder / "flows/data/notifications.sql").unlink()
    (repository.folder / "flows/data/notifications.sql").symlink_to(secret)
    (repository.folder / "flows/link.flow.yaml").symlink_to(NOTIFICATIONS)
    git(repository.folder, "add", ".")
    git(repository.folder, "commit", "--message", "a link")
    done = repository("diff", "HEAD~1", "HEAD", f"flows/{NOTIFICATIONS}")
    assert done.returncode == 2
    assert "secret()" not in done.stderr
    assert "HEAD:flows/data/notifications.sql" in done.stderr
    for word in ("--output=x:flows", "-", "HEAD\n:x"):
        assert repository("diff", "--", word, "flows").returncode == 2
    assert not (repository.folder / "x").exists()


def test_without_git_two_files_are_compared_all_the_same(shell: Shell) -> None:
    shutil.copy(shell.folder / NOTIFICATIONS, shell.folder / "new.flow.yaml")
    edit(shell.folder / "new.flow.yaml", "Got it, that's been confirmed.", "Thank you.")
    done = shell("diff", NOTIFICATIONS, "new.flow.yaml")
    assert (done.stdout, done.returncode) == (OTHER, 1)
    done = shell("diff", "HEAD", NOTIFICATIONS)
    assert (done.stdout, done.returncode) == ("", 2)


def test_programs_get_json(shell: Shell) -> None:
    shutil.copy(shell.folder / NOTIFICATIONS, shell.folder / "new.flow.yaml")
    edit(shell.folder / "new.flow.yaml", "Got it, that's been confirmed.", "Thank you.")
    told = json.loads(shell("diff", NOTIFICATIONS, "new.flow.yaml", "--format", "json").stdout)
    assert told == {
        "version": 1,
        "same": False,
        "scripts": [
            {
                "name": "new.flow.yaml",
                "old": NOTIFICATIONS,
                "new": "new.flow.yaml",
                "state": "different",
                "complete": True,
                "forgotten": [],
                "changes": [
                    {
                        "who": "A caller who answers “yes” at “{{ notification.message }} Can you confirm?”",
                        "sentences": ["now hears “Thank you.” instead of “Got it, that's been confirmed.”"],
                    }
                ],
            }
        ],
    }
    assert json.loads(shell("diff", NOTIFICATIONS, NOTIFICATIONS, "--format", "json").stdout)["same"] is True


def test_a_pull_request_gets_markdown(shell: Shell) -> None:
    (shell.folder / "old.flow.yaml").write_text(SMALL.format("Hi."))
    (shell.folder / "new.flow.yaml").write_text(SMALL.format("Hi @everybody, <b>#1</b> of *all* | [us](http://a.b)."))
    done = shell("diff", "old.flow.yaml", "new.flow.yaml", "--format", "markdown")
    assert done.stdout == (
        "<!-- callsheet diff -->\n\n## What callers notice\n\n### new.flow.yaml\n\n"
        "- At the beginning of the call, a caller now hears “Hi @<!-- -->everybody, &lt;b&gt;#<!-- -->1&lt;/b&gt; of"
        " \\*all\\* \\| \\[us\\](http://a.b).” instead of “Hi.”\n"
    )
    done = shell("diff", "old.flow.yaml", "old.flow.yaml", "--format", "markdown")
    assert done.stdout == f"<!-- callsheet diff -->\n\n## What callers notice\n\n{SAME}"


def test_a_long_comment_is_folded_and_not_longer_than_github_takes(shell: Shell) -> None:
    for name, word in (("old", "One"), ("new", "Two")):
        (shell.folder / name).mkdir()
        for number in range(4):
            steps = "".join(f'  - say: "{word} {place} {"word " * 50}"\n  - pause: 1s\n' for place in range(40))
            script = SMALL.replace('  - say: "{}"\n', steps)
            (shell.folder / name / f"{number}.flow.yaml").write_text(script)
    done = shell("diff", "old", "new", "--format", "markdown")
    assert done.returncode == 1
    assert len(done.stdout) < 65_536
    assert "<details><summary>40 differences</summary>" in done.stdout
    assert "more scripts differ: `callsheet diff` tells all._" in done.stdout


def test_the_example_workflow_is_one_and_uses_what_there_is() -> None:
    workflow = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    assert {True, "name", "permissions", "jobs"} == set(workflow)  # YAML takes the key "on" for true
    assert workflow["permissions"] == {"contents": "read", "pull-requests": "write"}
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert all(("uses" in step) != ("run" in step) for step in steps)
    run = "\n".join(step.get("run", "") for step in steps)
    for command in ("callsheet check --strict --format github", "callsheet test", "callsheet diff", "gh pr comment"):
        assert command in run
    assert "${{" not in run, "what somebody else has named stands in the environment, and in no command"
    assert f"({WORKFLOW.relative_to(REPOSITORY)})" in (REPOSITORY / "README.md").read_text(encoding="utf-8")
