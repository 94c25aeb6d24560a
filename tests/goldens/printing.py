"""How tensors print: str(tensor)."""

import torch

from cases import INF, NAN
from encode import BOOL, DTYPES, F32, F64, I32, I64, U8, normal, seed


def make():
    cases = []

    def add(name, t):
        entry = {"printing": "str", "case": name}
        if t.requires_grad:
            entry["requires_grad"] = True
        cases.append({**entry, "tensor": t, "text": str(t)})

    def ramp(name, shape, start, step, dtype):
        """Too large to write out: element i is start + i * step."""
        count = torch.Size(shape).numel()
        t = (torch.arange(count, dtype=F64) * step + start).to(dtype).reshape(shape)
        cases.append({"printing": "str", "case": name, "ramp": {
            "shape": shape, "start": start, "step": step, "dtype": DTYPES[dtype]}, "text": str(t)})

    t = torch.tensor
    add("int64-vector", t([1, 2, 3]))
    add("int64-negative", t([-1, 20, -300]))
    add("int64-matrix", t([[1, 20], [300, -4]]))
    add("int64-zero-dim", t(7))
    add("int32", t([1, 2], dtype=I32))
    add("uint8", t([[0, 255], [17, 3]], dtype=U8))
    add("bool", t([True, False, True]))
    add("bool-matrix", t([[True, False], [False, False]]))
    add("bool-zero-dim", t(True))
    add("float-integral", t([1.0, 2.0, -3.0]))
    add("float-integral-large", t([100000.0, 2.0]))
    add("float-fractions", t([0.1, 0.25, -1.5]))
    add("float-rounded", t([0.123456, 1.99999, 123.45678]))
    add("float-zero-dim", t(3.14159265))
    add("float-zero-dim-integral", t(2.0))
    add("float-zero-dim-small", t(1.5e-7))
    add("float-zero-dim-float64", t(0.1, dtype=F64))
    add("float-mixed-magnitudes", t([1e-5, 1.0, 1e5]))
    add("float-ratio-1000", t([0.001, 1.0]))
    add("float-ratio-over-1000", t([0.0009, 1.0]))
    add("float-large", t([1e8, 1.5]))
    add("float-99999999", t([99999999.0, 0.5]))
    add("float-integral-huge", t([1e9, 1.0]))
    add("float-integral-1e10", t([1e10]))
    add("float-tiny", t([1e-10, 2e-10]))
    add("float-extreme", t([1e-38, 3e38]))
    add("float-zeros", torch.zeros(2, 3))
    add("float-negative-zero", t([-0.0, 0.0]))
    add("float-with-zero-and-small", t([0.0, 0.00012]))
    add("nan-and-infinities", t([NAN, INF, -INF, 1.0]))
    add("nan-and-fraction", t([NAN, 0.5]))
    add("only-nan", t([NAN, NAN]))
    add("only-infinity", t([INF, -INF]))
    add("nan-zero-dim", t(NAN))
    add("float64", t([1.0, 2.5], dtype=F64))
    add("float64-digits", t([1 / 3, 2 / 3], dtype=F64))
    add("empty", t([]))
    add("empty-2x0", torch.zeros(2, 0))
    add("empty-0x3-int64", torch.zeros(0, 3, dtype=I64))
    add("empty-float64", torch.zeros(0, dtype=F64))
    add("empty-bool", torch.zeros(0, dtype=BOOL))
    add("one-element", t([5.5]))
    add("requires-grad", t([1.0, 2.0], requires_grad=True))
    add("requires-grad-float64", t([[1.0]], dtype=F64, requires_grad=True))
    seed("printing")
    add("float-matrix", normal(3, 4))
    add("float-3d", normal(2, 3, 4))
    add("float-4d", normal(2, 1, 2, 2))
    add("int64-3d", torch.arange(12).reshape(2, 3, 2))
    add("long-row-wraps", normal(20))
    add("long-int-row-wraps", torch.arange(40))
    add("long-bool-row-wraps", torch.arange(30) % 2 == 0)
    add("wide-matrix-wraps", normal(2, 15))
    add("vector-1000-in-full", torch.arange(1000) % 10)
    ramp("summary-vector-int64", [1001], 0, 1, I64)
    ramp("summary-vector-float32", [2000], -5, 0.5, F32)
    ramp("summary-vector-float64", [2000], 0, 0.25, F64)
    ramp("summary-vector-int32", [1500], 0, 2, I32)
    ramp("summary-vector-scientific", [5000], 0, 1000.5, F32)
    ramp("summary-tall-matrix", [1000, 2], 0, 1, F32)
    ramp("summary-wide-matrix", [2, 600], 0, 1, I64)
    ramp("summary-matrix", [50, 40], 0, 0.125, F32)
    ramp("summary-3d", [10, 20, 30], 0, 1, F32)
    ramp("summary-3d-narrow", [3, 3, 500], 0, 1, I64)
    ramp("summary-batch-of-images", [100, 1, 28, 28], 0, 0.5, F32)
    return {"cases": cases}
