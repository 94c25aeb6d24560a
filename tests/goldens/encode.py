"""How a golden value is written: tensors as JSON, floats so that they round-trip exactly, one case a line."""

import collections
import json
import math
import zlib

import numpy
import torch

DTYPES = {
    torch.bool: "Bool",
    torch.uint8: "UInt8",
    torch.int32: "Int32",
    torch.int64: "Int64",
    torch.float32: "Float32",
    torch.float64: "Float64",
}
F32, F64, I32, I64, U8, BOOL = (
    torch.float32, torch.float64, torch.int32, torch.int64, torch.uint8, torch.bool)


class Raw(str):
    """Text that is JSON already: a number whose digits must not be touched."""


def number(value, single):
    """The shortest text that gives back the same float (through double, too); named literals for NaN and infinities."""
    if math.isnan(value):
        return '"NaN"'
    if math.isinf(value):
        return '"Infinity"' if value > 0 else '"-Infinity"'
    if single:
        text = str(numpy.float32(value))
        if numpy.float32(float(text)) == numpy.float32(value):
            return text
    return repr(float(value))


def tensor(t):
    """{"shape":[..],"dtype":"Float32","data":[..]}, elements in row-major order."""
    t = t.detach().contiguous()
    values = t.reshape(-1).tolist()
    if t.dtype in (F32, F64):
        data = ",".join(number(v, t.dtype == F32) for v in values)
    else:
        data = ",".join(json.dumps(v) for v in values)
    shape = ",".join(str(n) for n in t.shape)
    return Raw(f'{{"shape":[{shape}],"dtype":"{DTYPES[t.dtype]}","data":[{data}]}}')


def to_json(value):
    """Any golden value as JSON text; tensors and dtypes included, keys in the order given."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, torch.Tensor):
        return tensor(value)
    if isinstance(value, torch.dtype):
        return json.dumps(DTYPES[value])
    if isinstance(value, float):
        return number(value, single=False)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(k)}:{to_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(to_json(v) for v in value) + "]"
    return json.dumps(value)


def write(path, cases, **more):
    """Writes one golden file: a header, then one case a line. Case names must be unique within an op."""
    head = {"generator": "tests/goldens/make_goldens.py", "torch": torch.__version__, **more}
    names = collections.Counter((next(iter(c.values())), c["case"]) for c in cases if "case" in c)
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        raise ValueError(f"{path}: case names used twice: {twice}")
    lines = ",\n".join(to_json(c) for c in cases)
    text = to_json(head)[:-1] + ',"cases":[\n' + lines + "\n]}\n"
    json.loads(text)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def seed(*words):
    """Seeds by the case's own name, so that adding a case changes no other."""
    torch.manual_seed(zlib.crc32("/".join(str(w) for w in words).encode()))


def normal(*shape, dtype=F32, scale=1.0, digits=3):
    """Normal numbers with few digits, so that the files stay small and readable."""
    drawn = torch.randn(shape, dtype=F64) * scale
    return (torch.round(drawn * 10 ** digits) / 10 ** digits).to(dtype)


def positive(*shape, dtype=F32):
    """Numbers of at least 0.1, for logarithms and roots."""
    return (normal(*shape, dtype=F64).abs() + 0.1).mul(1000).round().div(1000).to(dtype)


def integers(*shape, low=-9, high=10, dtype=I64):
    return torch.randint(low, high, shape).to(dtype)


def distinct(*shape, dtype=F32):
    """Numbers without ties, so that an order is one order."""
    count = math.prod(shape)
    return ((torch.randperm(count).to(F64) - count // 2) * 0.25).reshape(shape).to(dtype)
