"""What the Python tests share: the tool, the specs, and freshly made bundles."""

import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = pathlib.Path(os.environ.get("CONDENSESPEC_TOOL", ROOT / ".build/release/condensespec"))

# Small specs that between them make every kind of file a bundle can hold.
SPECS = [
    "Tests/Fixtures/golden/condensation.yaml",
    "Tests/Fixtures/golden/convolution.yaml",
    "Tests/Fixtures/golden/classes.yaml",
    "Tests/Fixtures/golden/diverges.yaml",
    "Tests/Fixtures/golden/norms.yaml",
    "examples/fit-1d.yaml",
    "examples/failing-claim.yaml",
]


def call(*arguments, **options):
    """Runs the tool; gives the finished process."""
    return subprocess.run([TOOL, *map(str, arguments)], capture_output=True, text=True, timeout=300, **options)


@pytest.fixture(scope="session")
def schema():
    """The JSON Schema that the tool prints."""
    answer = call("schema")
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.fixture(scope="session", params=SPECS, ids=lambda path: pathlib.Path(path).stem)
def made(request, tmp_path_factory):
    """A bundle as the tool just wrote it, and the finished process."""
    answer = call("run", ROOT / request.param, "--quiet", "--out", tmp_path_factory.mktemp("out"))
    assert answer.returncode in (0, 1), answer.stderr
    return pathlib.Path(answer.stdout.splitlines()[-1]), answer


@pytest.fixture(scope="session")
def bundle(made):
    """The folder of a bundle."""
    return made[0]
