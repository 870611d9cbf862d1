"""At which address the command serves the page."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from callsheet.studio.entrance import ADDRESS


@pytest.mark.parametrize("free", [True, False])
def test_the_address_is_the_usual_one_and_another_where_that_is_taken(tmp_path: Path, free: bool) -> None:
    with socket.create_server((ADDRESS, 0)) as taken:
        port = taken.getsockname()[1]
        if free:
            taken.close()
        program = f"from callsheet.cli import main, studio; studio.PORT = {port}; main(['studio', '.'])"
        command = [sys.executable, "-c", program]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, cwd=tmp_path, text=True, stdout=pipe, stderr=pipe) as process:
            assert process.stdout
            assert process.stderr
            address = process.stdout.readline()
            process.kill()
            told = process.stderr.read()
    assert (f"http://{ADDRESS}:{port}/" in address) == free
    assert (f"port {port} is taken" in told) == (not free)
