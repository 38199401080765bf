"""Every shipped spec against the JSON Schema, judged by a public validator (Draft 2020-12)."""

import pathlib
import re

import jsonschema
import pytest
import yaml

from conftest import ROOT, call


class CoreLoader(yaml.SafeLoader):
    """YAML as the language reads it: a number is what looks like a decimal number, and words stay words."""


CoreLoader.yaml_implicit_resolvers = {}
NUMBER = r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$"
RESOLVERS = [
    ("tag:yaml.org,2002:int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("tag:yaml.org,2002:float", NUMBER, "-+.0123456789"),
    ("tag:yaml.org,2002:bool", r"^(true|false)$", "tf"),
    ("tag:yaml.org,2002:null", r"^(null|~|)$", "n~\0"),
]
for tag, pattern, first in RESOLVERS:
    CoreLoader.add_implicit_resolver(tag, re.compile(pattern), list(first) + ([""] if "null" in tag else []))


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=CoreLoader)


FOLDERS = ["specs", "examples", "Tests/Fixtures/golden", "Tests/Fixtures/short"]
SPECS = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.yaml"))


def name(path):
    return pathlib.Path(path).relative_to(ROOT).as_posix()


@pytest.fixture(scope="session")
def validator(schema):
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_schema_says_which_draft_it_is(schema):
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def stands_alone(path):
    """Whether the document is whole without a variant or a name that an axis puts into it."""
    document = load(path)
    sweep = document.get("sweep") or {}
    axes = [axis for part in ("grid", "zip") for axis in (sweep.get(part) or {}).values()]
    return "variants" not in document and not any(isinstance(v, str) for a in axes if isinstance(a, list) for v in a)


@pytest.mark.parametrize("path", list(filter(stands_alone, SPECS)), ids=name)
def test_a_shipped_spec_is_valid(validator, path):
    problems = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(load(path))]
    assert problems == []


@pytest.mark.parametrize("path", SPECS, ids=name)
def test_its_resolved_form_is_valid_too(validator, path, tmp_path):
    answer = call("show", path, "--stage", "resolved")
    assert answer.returncode == 0, answer.stderr
    resolved = tmp_path / "resolved.yaml"
    resolved.write_text(answer.stdout, encoding="utf-8")
    problems = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(load(resolved))]
    assert problems == []


MISTAKES = {
    "a misspelt key": ("train:", "trian:"),
    "a misspelt kind": ("activation: tanh", "activation: tahn"),
    "an option of another optimizer": ("{learning_rate:", "{beta1: 0.9, learning_rate:"),
    "a list for a number": ("seed: 1", "seed: [1]"),
    "another language version": ("condensespec: 1", "condensespec: 99"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_schema_and_the_tool_both_refuse(validator, mistake, tmp_path):
    old, new = MISTAKES[mistake]
    text = (ROOT / "Tests/Fixtures/golden/condensation.yaml").read_text(encoding="utf-8")
    assert old in text
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace(old, new), encoding="utf-8")
    assert list(validator.iter_errors(load(wrong)))
    assert call("check", wrong).returncode == 2
