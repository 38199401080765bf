"""Reads every file of a bundle with the tools a user has: json, csv, numpy, safetensors, sha256sum.

Nothing needs condensespec to be read; the digests are those of the files; the files are what their formats ask for: strict JSON,
aligned .npy data, byte-stable safetensors; and what stands in one file agrees with what stands in another.
"""

import csv
import hashlib
import io
import json
import math
import re
import subprocess

import numpy as np
import safetensors.numpy
import yaml
from safetensors import safe_open

NUMBERS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
STATUSES = ("complete", "diverged", "stopped")
CLASSES = ("exact", "tolerance", "derived", "volatile")


def strict_json(text):
    """JSON without NaN, Infinity, or a key that stands twice."""

    def no_constant(word):
        raise ValueError(f"the bare word {word}")

    def unique(pairs):
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys)), f"a key stands twice among {keys}"
        return dict(pairs)

    return json.loads(text, parse_constant=no_constant, object_pairs_hook=unique)


def read_json(path):
    return strict_json(path.read_bytes().decode("utf-8"))


def read_table(path):
    """A rectangular table with distinct columns."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, strict=True))
    head, body = rows[0], rows[1:]
    assert len(set(head)) == len(head), f"{path} names a column twice"
    assert all(len(row) == len(head) for row in body), f"{path} is not rectangular"
    return head, body


def number(cell):
    return NUMBERS[cell] if cell in NUMBERS else float(cell)


def column(path, name):
    """Steps and numbers of a column."""
    head, body = read_table(path)
    place = head.index(name)
    return [int(row[0]) for row in body], [number(row[place]) for row in body]


def check_nan(array):
    """Every NaN has the one canonical bit pattern."""
    if array.dtype == np.float32:
        assert (np.ascontiguousarray(array).view(np.uint32)[np.isnan(array)] == 0x7FC00000).all()
    if array.dtype == np.float64:
        assert (np.ascontiguousarray(array).view(np.uint64)[np.isnan(array)] == 0x7FF8000000000000).all()


def test_the_index_lists_every_file_with_its_digest(bundle):
    index = read_json(bundle / "bundle.json")
    assert {"format", "numerics", "id", "status", "result_digest", "artifacts"} <= set(index)
    assert index["status"] in STATUSES
    exact = hashlib.sha256()
    for artifact in sorted(index["artifacts"], key=lambda a: a["path"].encode()):
        content = (bundle / artifact["path"]).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        assert digest == artifact["sha256"], artifact["path"]
        assert len(content) == artifact["bytes"], artifact["path"]
        assert artifact["class"] in CLASSES
        if artifact["class"] == "tolerance":
            assert artifact["absolute"] >= 0 and artifact["relative"] >= 0
        if artifact["class"] == "exact":
            exact.update(f"{digest}  {artifact['path']}\n".encode())
    assert exact.hexdigest() == index["result_digest"]
    assert bundle.name.endswith("-" + index["id"][:8])
    listed = {artifact["path"] for artifact in index["artifacts"]} | {"bundle.json", "MANIFEST.sha256"}
    present = {p.relative_to(bundle).as_posix() for p in bundle.rglob("*") if p.is_file()}
    assert listed == present
    assert len(present) <= 25, "at most about 25 files a run"


def test_sha256sum_accepts_the_manifest(bundle):
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "MANIFEST.sha256"], cwd=bundle, check=True)


def test_all_json_is_strict(bundle):
    paths = list(bundle.rglob("*.json"))
    assert len(paths) >= 4
    for path in paths:
        read_json(path)
    for path in bundle.rglob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            strict_json(line)


def test_tables_are_rectangular_with_steps_that_never_fall(bundle):
    for path in bundle.rglob("*.csv"):
        head, body = read_table(path)
        assert head[0] == "step", path
        steps = [int(row[0]) for row in body]
        assert steps == sorted(steps), path
        if path.name == "trace.csv":
            assert head == ["step", "tensor", "digest"]
            assert all(re.fullmatch("[0-9a-f]{16}", row[2]) for row in body)
        else:
            assert all(math.isfinite(number(cell)) or cell in NUMBERS for row in body for cell in row if cell), path


def test_metrics_have_the_columns_that_the_resolved_spec_names(bundle):
    resolved = yaml.safe_load((bundle / "spec/resolved.yaml").read_text(encoding="utf-8"))
    head, body = read_table(bundle / "metrics.csv")
    assert [name for name in head if name.count(".") == 1] == resolved["metrics"]["record"]
    assert body


def test_arrays_are_aligned_and_row_major(bundle):
    for path in bundle.rglob("*.npy"):
        array = np.load(path, mmap_mode="r", allow_pickle=False)
        assert array.flags.c_contiguous and array.offset % 64 == 0, path
        check_nan(np.asarray(array))
        again = io.BytesIO()
        np.save(again, np.asarray(array))
        assert np.array_equal(np.load(io.BytesIO(again.getvalue())), array, equal_nan=True)


def test_checkpoints_are_sorted_aligned_and_hold_the_parameters(bundle):
    paths = sorted(bundle.glob("checkpoints/*.safetensors"))
    assert paths or read_json(bundle / "bundle.json")["status"] == "diverged"
    for path in paths:
        assert re.fullmatch(r"step-[0-9]{6,}\.safetensors", path.name)
        content = path.read_bytes()
        length = int.from_bytes(content[:8], "little")
        header = json.loads(content[8 : 8 + length])
        assert length % 8 == 0
        names = [name for name in header if name != "__metadata__"]
        assert names == sorted(names) and all("." in name for name in names)
        assert all(isinstance(value, str) for value in header.get("__metadata__", {}).values())
        with safe_open(path, framework="numpy") as file:
            assert sorted(file.keys()) == names
            for name in names:
                tensor = file.get_tensor(name)
                assert list(tensor.shape) == header[name]["shape"]
                assert header[name]["data_offsets"][0] % tensor.itemsize == 0
                check_nan(tensor)


def test_claims_say_what_the_tables_say(made):
    bundle, process = made
    claims = read_json(bundle / "claims.json")
    for claim in claims:
        assert {"name", "text", "verdict", "margin"} <= set(claim)
        assert claim["verdict"] in ("pass", "fail", "undecided")
        for evidence in claim["evidence"]:
            series = re.fullmatch(r"(first|last|max|min)\(([a-z_0-9]+)\.([a-z_0-9]+)\)", evidence["text"])
            if series and isinstance(evidence["value"], (int, float)):
                reading, left, right = series.groups()
                probe = bundle / "probes" / f"{left}.csv"
                path, name = (probe, right) if probe.exists() else (bundle / "metrics.csv", f"{left}.{right}")
                values = column(path, name)[1]
                take = {"first": lambda v: v[0], "last": lambda v: v[-1], "max": max, "min": min}[reading]
                assert evidence["value"] == take(values), evidence
    unmet = any(claim["verdict"] != "pass" for claim in claims)
    assert process.returncode == (1 if unmet else 0)


def test_similarities_are_those_of_the_checkpoint(bundle):
    """The cosine similarities of a weight's units at the end, computed again with numpy from the checkpoint."""
    resolved = yaml.safe_load((bundle / "spec/resolved.yaml").read_text(encoding="utf-8"))
    checkpoints = sorted(bundle.glob("checkpoints/*.safetensors"))
    for name, probe in (resolved["probes"] or {}).items():
        options = probe.get("cosine_similarity")
        if options is None or not checkpoints:
            continue
        tensors = safetensors.numpy.load_file(checkpoints[-1])
        weight = tensors[options["of"]].astype(np.float64)
        units = weight.reshape(weight.shape[0], -1)
        bias = tensors.get(options["of"].rsplit(".", 1)[0] + ".bias")
        if options["include_bias"] and bias is not None:
            units = np.concatenate([units, bias.astype(np.float64)[:, None]], axis=1)
        lengths = np.linalg.norm(units, axis=1)
        stored = np.load(bundle / "probes" / name / "similarity.npy")
        steps = read_table(bundle / "probes" / f"{name}.csv")[1]
        assert stored.shape == (len(steps), len(units), len(units))
        order = np.load(bundle / "probes" / name / "order.npy")
        assert (np.sort(order, axis=1) == np.arange(len(units))).all()
        # Rows and columns stand in the order of the leading eigenvector.
        units, lengths = units[order[-1].astype(int)], lengths[order[-1].astype(int)]
        expected = units @ units.T / np.outer(lengths, lengths)
        np.testing.assert_allclose(stored[-1], expected, atol=1e-5)
