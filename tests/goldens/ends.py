"""Arithmetic at its ends: special numbers, limits of whole numbers, and calls that must be refused."""

import torch
from torch.nn import functional as F

from cases import INF, NAN, ONE, Table, f32, f64, shape_name
from encode import F32, F64, I32, I64, U8, normal, seed

# Zeros of both signs, everyday numbers, quotients that round to whole ones, subnormal numbers and the largest.
SINGLE = [0.0, -0.0, 1.0, -1.0, 0.1, -0.1, 0.3, 5.0, -5.0, 7.5, 1e-45, -1e-40, 1.1754944e-38, 3e-20, 1e20, -1e20,
          16777217.0, 3.4028235e38, -3.4028235e38, INF, -INF, NAN]
DOUBLE = [0.0, -0.0, 1.0, -1.0, 0.1, -0.1, 0.3, 5.0, -5.0, 7.5, 5e-324, -1e-310, 2.2250738585072014e-308, 3e-160,
          1e160, -1e160, 9007199254740993.0, 1.7976931348623157e308, -1.7976931348623157e308, INF, -INF, NAN]
WHOLE = {
    I32: [-2147483648, -2147483647, -2147483640, -100, -7, -1, 0, 1, 7, 100, 2147483646, 2147483647],
    I64: [-9223372036854775808, -9223372036854775807, -9223372036854775800, -100, -7, -1, 0, 1, 7, 100,
          9223372036854775806, 9223372036854775807],
    U8: [0, 1, 2, 7, 100, 128, 254, 255],
}


def floor_divide(x, y):
    return torch.div(x, y, rounding_mode="floor")


PAIRED = {"add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "floor_divide": floor_divide,
          "remainder": torch.remainder, "fmod": torch.fmod, "maximum": torch.maximum, "minimum": torch.minimum,
          "pow": torch.pow}


def apart(t):
    """The same numbers with gaps: PyTorch's vectors are not exact for large quotients and powers, its loop is."""
    return torch.stack([t, t], -1)[..., 0]


def pairs(table):
    for op, function in PAIRED.items():
        for name, numbers in (("float32", f32(SINGLE)), ("float64", f64(DOUBLE))):
            n = len(numbers)
            run = lambda x, y: function(apart(x.expand(n, n)), apart(y.expand(n, n)))
            table.add(op, f"{name}-grid", run, [numbers.reshape(-1, 1), numbers], {}, ONE)
            table.add(op, f"{name}-grid-no-gradient-arrives", run, [numbers.reshape(-1, 1), numbers], {},
                      torch.zeros(()))
    for op in ("add", "sub", "mul", "floor_divide", "remainder", "fmod", "maximum", "minimum"):
        for dtype, numbers in WHOLE.items():
            left = torch.tensor(numbers, dtype=dtype)
            # The smallest by −1 stops the process in PyTorch; a test of its own says what it is here.
            right = torch.tensor([n for n in numbers if n != 0 and (n != -1 or op not in
                                                                   ("floor_divide", "remainder", "fmod"))], dtype=dtype)
            table.add(op, f"{str(dtype)[6:]}-grid", PAIRED[op], [left.reshape(-1, 1), right])
            table.add(op, f"{str(dtype)[6:]}-zero", PAIRED[op], [left, torch.zeros(len(numbers), dtype=dtype)])
    words = torch.tensor([-2147483640, 2147483647, -7], dtype=I32)
    for other in (100, -100, 7, 0, 2.5):
        table.add("floor_divide", f"int32-by-{other}", lambda x: floor_divide(x, other), [words], {"other": other})
        table.add("remainder", f"int32-by-{other}", lambda x: torch.remainder(x, other), [words], {"other": other})
    for other in (0.1, -0.1, 0.0, INF, -INF, NAN, 3):
        x = f32(SINGLE)
        table.add("floor_divide", f"float32-by-{other}", lambda t: floor_divide(t, other), [x], {"other": other}, ONE)
        table.add("remainder", f"float32-by-{other}", lambda t: torch.remainder(t, other), [x], {"other": other}, ONE)
        table.add("div", f"float32-by-{other}", lambda t: t / other, [x], {"other": other}, ONE)


def numbers_beside_bytes(table):
    """A plain number that the type does not hold."""
    for dtype, other in ((U8, 300), (U8, -1), (I32, 2 ** 31), (I32, -2 ** 31 - 1), (I32, 2 ** 40)):
        x = torch.tensor([1, 2, 7], dtype=dtype)
        tail = f"{str(dtype)[6:]}-by-{other}"
        for op, function in (("add", torch.add), ("mul", torch.mul), ("sub", torch.sub), ("remainder", torch.remainder),
                             ("floor_divide", floor_divide)):
            table.add(op, tail, lambda t: function(t, other), [x], {"other": other})
        mask = torch.tensor([True, False, True])
        table.add("masked_fill", tail, lambda t, m: t.masked_fill(m, other), [x, mask], {"value": other})
        if other != -1:
            table.add("clamp", tail, lambda t: t.clamp(max=other), [x], {"max": other})
            table.add("clamp", tail + "-below", lambda t: t.clamp(min=other), [x], {"min": other})
        table.add("full", tail, lambda: torch.full((2,), other, dtype=dtype), [], {"value": other, "dtype": dtype})
        table.add("fill", tail, lambda t: t.clone().fill_(other), [x], {"value": other})
    for other in (NAN, INF, -INF, 3e9, 2.7, -2.7):
        x = torch.tensor([1, 2, 7], dtype=I32)
        table.add("full", f"int32-{other}", lambda: torch.full((2,), other, dtype=I32), [],
                  {"value": other, "dtype": I32})
        table.add("fill", f"int32-{other}", lambda t: t.clone().fill_(other), [x], {"value": other})
    table.add("full", "float32-1e300", lambda: torch.full((2,), 1e300), [], {"value": 1e300, "dtype": F32})


def spread(table):
    for dtype, large, small in ((F32, 1e20, 1e-30), (F64, 1e150, 1e-150)):
        name = str(dtype)[6:]
        samples = {
            "large": [large, 2 * large, -large, 5 * large], "large-far": [large, large, large * (1 + 1e-3), large],
            "small": [small, 2 * small, -small, 0.0], "constant": [0.5] * 17, "one": [2.5], "two": [1.0, 2.0],
            "infinity": [1.0, INF, 2.0], "infinities": [INF, INF], "nan": [1.0, NAN, 3.0],
        }
        for op, function in (("var", torch.var), ("std", torch.std)):
            for case, values in samples.items():
                x = torch.tensor(values, dtype=dtype)
                for correction in (0, 1, 2, 20):
                    # PyTorch's gradient divides by a count below 0 where its value divides by 0.
                    counts = correction < len(values)
                    table.add(op, f"{name}-{case}-{correction}",
                              lambda t: function(t if counts else t.detach(), 0, correction=correction), [x],
                              {"dims": [0], "correction": correction, "keepdim": False}, ONE)
            rows = torch.tensor([[0.5, 0.5, 0.5], [large, -large, large], [1.0, 2.0, 4.0]], dtype=dtype)
            for dims in ([0], [1], [0, 1], None):
                table.add(op, f"{name}-rows-{dims}", lambda t: function(t, dims, correction=1, keepdim=True), [rows],
                          {"dims": dims, "correction": 1, "keepdim": True}, ONE)


def running(table):
    seed("running")
    table.add("cumsum", "cancels", lambda x: torch.cumsum(x, 0), [f32([1e8, 1.0, -1e8, 1.0, 3e-5, 16777216.0, 1.0, 1.0])],
              {"dim": 0}, ONE)
    table.add("cumsum", "overflows-and-returns", lambda x: torch.cumsum(x, 0), [f32([3e38, 3e38, -3e38, -3e38])],
              {"dim": 0}, ONE)
    x = normal(3, 1000, scale=1e4)
    table.add("cumsum", "3x1000", lambda t: torch.cumsum(t, 1), [x], {"dim": 1})
    table.add("cumsum", "1000x3", lambda t: torch.cumsum(t, 0), [x.T.contiguous()], {"dim": 0})
    table.add("cumsum", "specials", lambda t: torch.cumsum(t, 0), [f32([1.0, INF, 2.0, -INF, 1.0])], {"dim": 0}, ONE)
    for dtype in (I32, I64, U8):
        table.add("cumsum", f"{str(dtype)[6:]}-limits", lambda t: torch.cumsum(t, 0),
                  [torch.tensor(WHOLE[dtype], dtype=dtype)], {"dim": 0})


def norms(table):
    for dtype in (F32, F64):
        large = 1e20 if dtype == F32 else 1e160
        rows = {"zeros": [0.0, -0.0, 0.0], "some-zeros": [0.0, 3.0, -4.0], "tie": [2.0, -2.0, 1.0],
                "nan": [1.0, NAN, 0.0], "infinity": [1.0, -INF, 0.0], "large": [large, -large, 0.0], "one": [-2.0],
                "small": [1 / large / 100, 0.0, 0.0]}
        for case, values in rows.items():
            x = torch.tensor(values, dtype=dtype)
            for p in (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, -1.0, -2.0, INF, -INF):
                table.add("norm", f"{str(dtype)[6:]}-{case}-{p}", lambda t: torch.linalg.vector_norm(t, p), [x],
                          {"p": p, "dims": None, "keepdim": False}, ONE)
    seed("norms")
    x = normal(2, 3)
    for p in (0.0, 0.5, 1.0, 3.0, INF):
        table.add("norm", f"rows-{p}", lambda t: torch.linalg.vector_norm(t, p, 1), [x],
                  {"p": p, "dims": [1], "keepdim": False})


def resized(table):
    for height, width in ((1, 1), (4, 4), (5, 3), (2, 7)):
        seed("resized", height, width)
        x = normal(1, 2, height, width, digits=2)
        for mode in ("nearest", "bilinear"):
            for corners in ((False, True) if mode == "bilinear" else (False,)):
                for scale in (1.0, 1.1, 1.2, 1.25, 1.49, 1.5, 1.99, 2.0, 2.05, 2.2, 2.49, 2.5, 3.0, 3.7, 0.5, 0.6, 0.99):
                    name = f"{height}x{width}-{mode}-{corners}-{scale}".lower()
                    args = {"scale": scale, "mode": mode, "corners": corners}
                    table.add("upsample", name, lambda t: F.interpolate(
                        t, None, scale, mode, corners if mode == "bilinear" else None), [x], args)
                    if scale in (1.2, 2.2):
                        table.add("upsample", name + "-float64", lambda t: F.interpolate(
                            t, None, scale, mode, corners if mode == "bilinear" else None), [x.to(F64)], args)


def made(table):
    for start, end, steps in ((0, 10, 5), (0, 10, 4), (10, 0, 4), (-3, 4, 9), (0, 1, 2), (5, 5, 3), (7, 9, 1), (0, 255, 256),
                              (0, 10, 0), (0.5, 2.9, 3), (-2.7, 2.7, 5), (0, 2147483647, 3)):
        for dtype in (I32, I64, U8, F32, F64):
            if dtype != U8 or (min(start, end) >= 0 and max(start, end) < 256):
                table.add("linspace", f"{str(dtype)[6:]}-{start}-{end}-{steps}",
                          lambda: torch.linspace(start, end, steps, dtype=dtype), [],
                          {"start": float(start), "end": float(end), "steps": steps, "dtype": dtype})
    for start, end, steps in ((0.0, INF, 3), (NAN, 1.0, 3), (0.0, 300.0, 3)):
        table.add("linspace", f"uint8-{start}-{end}-{steps}", lambda: torch.linspace(start, end, steps, dtype=U8), [],
                  {"start": start, "end": end, "steps": steps, "dtype": U8})
    table.add("linspace", "below-zero", lambda: torch.linspace(0, 1, -1), [],
              {"start": 0.0, "end": 1.0, "steps": -1, "dtype": F32})
    ranges = [(0, 5, 0), (0, -1, 1), (0, 5, -1), (5, 5, -1), (0.0, -0.5, 1.0), (5.0, 4.5, 1.0), (0.0, 1.0, 0.0),
              (0.0, 1.0, NAN), (NAN, 1.0, 1.0), (0.0, NAN, 1.0), (0.0, INF, 1.0), (-INF, 0.0, 1.0), (0.0, 1.0, INF),
              (0.0, -1.0, INF), (0.0, 1.0, -INF), (0, 0, 0), (1, 1, 1), (0.0, 0.0, -1.0), (-3, 4, 3), (4, -3, -3),
              (4611686018427387904, 4611686018427387909, 1), (9223372036854775800, 9223372036854775807, 3),
              (-9223372036854775808, -9223372036854775806, 1)]
    for start, end, step in ranges:
        floating = isinstance(step, float)
        dtype = F32 if floating else I64
        table.add("arange", f"{start}-{end}-{step}", lambda: torch.arange(start, end, step, dtype=dtype), [],
                  {"start": start, "end": end, "step": step, "dtype": dtype})
    for start, end, step in ((0.0, 3.0, 0.5), (0.5, 3.5, 1.0), (0.0, 7.0, 2.5), (3.9, -1.2, -1.7)):
        table.add("arange", f"int64-{start}-{end}-{step}", lambda: torch.arange(start, end, step, dtype=I64), [],
                  {"start": start, "end": end, "step": step, "dtype": I64})


def parts(table):
    for shape, chunks, dim in (((0,), 3, 0), ((0, 2), 1, 0), ((2, 0), 4, 1), ((2, 0), 4, 0), ((5,), 0, 0), ((5,), -1, 0),
                               ((), 1, 0), ((5,), 7, 0), ((6,), 4, 0), ((5,), 2, 1)):
        table.add("chunk", f"{shape_name(shape)}-in-{chunks}-{dim}", lambda t: torch.chunk(t, chunks, dim),
                  [normal(*shape)], {"chunks": chunks, "dim": dim})
    for shape, size in (((0,), 3), ((0,), 0), ((5,), 0), ((5,), -1), ((0,), [0, 0]), ((5,), [6, -1]), ((5,), [])):
        table.add("split", f"{shape_name(shape)}-by-{size}", lambda t: torch.split(t, size, 0), [normal(*shape)],
                  {"split": size, "dim": 0})
    for start, length in ((-1, 1), (-5, 5), (-5, 2), (-6, 1), (-1, 2), (0, 0), (5, 0), (-2, 0), (6, 0), (0, 6), (0, -1),
                          (4, 2), (2, 3)):
        seed("narrow", start, length)
        table.add("narrow", f"5-{start}-{length}", lambda t: t.narrow(0, start, length), [normal(5)],
                  {"dim": 0, "start": start, "length": length})
        table.add("narrow", f"2x5-{start}-{length}", lambda t: t.narrow(-1, start, length), [normal(2, 5)],
                  {"dim": -1, "start": start, "length": length})
    for start, end, step in ((-2, 9, 1), (-9, -1, 1), (3, 1, 1), (-1, -3, 1), (0, -9, 1), (1, 5, 2), (7, 9, 1)):
        seed("slice", start, end)
        table.add("slice", f"{start}-{end}-{step}", lambda t: t[start:end:step], [normal(5)],
                  {"start": start, "end": end, "step": step})


DIMS = (0, 1, -1, 2, -2, -3, 5)


def dimensions(table):
    """Dimensions that do not exist, or appear twice, for every rank up to 2."""
    for shape in ((), (3,), (2, 3)):
        seed("dimensions", shape)
        x, name = normal(*shape), shape_name(shape)
        one = {
            "squeeze": torch.squeeze, "unsqueeze": torch.unsqueeze, "sum": torch.sum, "mean": torch.mean,
            "cumsum": torch.cumsum, "softmax": torch.softmax, "log_softmax": torch.log_softmax,
            "logsumexp": torch.logsumexp, "argmax": torch.argmax, "amax": torch.amax, "var": torch.var,
        }
        for dim in DIMS:
            for op, function in one.items():
                args = {"dim": dim, "keepdim": False} if op in ("argmax", "squeeze", "unsqueeze", "cumsum", "softmax",
                                                                "log_softmax") else {"dims": [dim], "keepdim": False}
                # A variance of the one number of a scalar is NaN with a warning; corrections are told elsewhere.
                table.add(op, f"{name}-dim-{dim}", lambda t: function(t, dim), [x], args)
            table.add("flip", f"{name}-dim-{dim}", lambda t: torch.flip(t, [dim]), [x], {"dims": [dim]})
            if shape:
                table.add("roll", f"{name}-dim-{dim}", lambda t: torch.roll(t, [1], [dim]), [x],
                          {"shifts": [1], "dims": [dim]})
            table.add("stack", f"{name}-dim-{dim}", lambda a, b: torch.stack([a, b], dim), [x, x], {"dim": dim})
            table.add("cat", f"{name}-dim-{dim}", lambda a, b: torch.cat([a, b], dim), [x, x], {"dim": dim})
            table.add("unflatten", f"{name}-dim-{dim}", lambda t: t.unflatten(dim, (1, -1)), [x],
                      {"dim": dim, "sizes": [1, -1]})
            for other in DIMS:
                pair = f"{name}-dims-{dim}-{other}"
                table.add("transpose", pair, lambda t: t.transpose(dim, other), [x], {"dims": [dim, other]})
                table.add("flatten", pair, lambda t: t.flatten(dim, other), [x], {"dims": [dim, other]})
                table.add("permute", pair, lambda t: t.permute(dim, other), [x], {"dims": [dim, other]})
                table.add("flip", pair, lambda t: torch.flip(t, [dim, other]), [x], {"dims": [dim, other]})
                for op in ("sum", "mean", "amax", "amin", "logsumexp", "var", "std"):
                    function = getattr(torch, op)
                    table.add(op, pair, lambda t: function(t, (dim, other)), [x],
                              {"dims": [dim, other], "keepdim": False})
        for counts in ([], [2], [-1], [0], [2, 3], [-1, 2], [2, 0, 1], [1, -1, 2]):
            table.add("repeat", f"{name}-{counts}", lambda t: t.repeat(counts), [x], {"counts": counts})
        for sizes in ([], [3], [-1], [2, 3], [-1, -1], [2, -1], [-1, 3], [4, 2, 3], [-1, 2, 3], [0], [0, 3]):
            table.add("expand", f"{name}-{sizes}", lambda t: t.expand(sizes), [x], {"sizes": sizes})
            table.add("reshape", f"{name}-{sizes}", lambda t: t.reshape(sizes), [x], {"sizes": sizes})
    x = torch.arange(6.0).reshape(2, 3)
    for dim, sizes in ((1, [3]), (1, [1, 3]), (1, [-1, 3]), (1, [2, 2]), (0, []), (1, [-1, -1]), (0, [-1]), (0, [6]),
                       (1, [0, -1])):
        table.add("unflatten", f"2x3-{dim}-to-{sizes}", lambda t: t.unflatten(dim, sizes), [x],
                  {"dim": dim, "sizes": sizes})
    table.add("stack", "nothing", lambda: torch.stack([], 0), [], {"dim": 0})
    table.add("cat", "nothing", lambda: torch.cat([], 0), [], {"dim": 0})


def lines(table):
    """Affine maps of vectors, and of weights that are one."""
    for x, weight, bias in (((3,), (2, 3), (2,)), ((3,), (2, 3), None), ((3,), (3,), None), ((3,), (3,), ()),
                            ((4, 3), (3,), None), ((2, 4, 3), (3,), None), ((0,), (2, 0), (2,)),
                            ((3,), (2, 4), (2,)), ((4,), (3,), None), ((), (2, 3), None), ((4, 3), (2, 3), (2,)),
                            ((3,), (1, 3), (1,)), ((3,), (0, 3), (0,)), ((0, 3), (2, 3), (2,))):
        seed("linear", x, weight, bias)
        shapes = [x, weight] + ([] if bias is None else [bias])
        table.add("linear", shape_name(*shapes), lambda *t: F.linear(*t), [normal(*s) for s in shapes])


def alone(table):
    """Functions of one number, where values or slopes leave the range."""
    for name, numbers in (("float32", f32(SINGLE)), ("float64", f64(DOUBLE))):
        for op in ("abs", "sign", "floor", "ceil", "round", "exp", "expm1", "log", "sqrt", "rsqrt", "square",
                   "reciprocal", "sigmoid", "relu", "silu", "elu", "leaky_relu", "softplus", "gelu"):
            function = getattr(torch, op, None) or getattr(F, op)
            table.add(op, f"{name}-ends", function, [numbers], {}, ONE)
            table.add(op, f"{name}-ends-no-gradient-arrives", function, [numbers], {}, torch.zeros(()))
        for low, high in ((NAN, 1.0), (0.0, NAN), (2.0, 1.0), (-INF, INF), (0.0, None)):
            table.add("clamp", f"{name}-{low}-{high}", lambda t: t.clamp(low, high), [numbers],
                      {"min": low, "max": high}, ONE)
        for exponent in (0.0, 1.0, 2.0, 3.0, -1.0, 0.5, INF, -INF, NAN, 0, 2, 3, -2):
            table.add("pow", f"{name}-to-{exponent}-{type(exponent).__name__}", lambda t: t ** exponent, [numbers],
                      {"exponent": exponent}, ONE)
        for base in (0.0, -0.0, 1.0, -1.0, 2.0, INF, NAN):
            table.add("pow", f"{name}-of-{base}", lambda t: base ** t, [numbers], {"left": base}, ONE)


# Told in docs/from-pytorch.md, or a matter of the order in which numbers are added.
DIFFERENT = (("amax", "nan"), ("amin", "nan"), ("logsumexp", "largest"), ("sum", "largest"), ("mean", "largest"))


def together(table):
    rows = {"minus-infinities": [-INF, -INF, -INF], "one-infinity": [INF, 0.0, 1.0], "two-infinities": [INF, INF, 0.0],
            "both": [INF, -INF, 0.0], "nan": [NAN, 0.0, 1.0], "some-minus": [-INF, 0.0, 1.0], "ties": [2.0, 2.0, 1.0],
            "zeros": [0.0, -0.0, 0.0], "one-zero": [3.0, 0.0, 2.0], "two-zeros": [0.0, 3.0, 0.0],
            "tiny": [1e-30, 1e-30, 1e20], "zero-and-infinity": [0.0, INF, 2.0], "largest": [3e38, 3e38, -3e38]}
    for case, values in rows.items():
        for dtype in (F32, F64):
            x, name = torch.tensor(values, dtype=dtype), f"{str(dtype)[6:]}-{case}"
            for op in ("softmax", "log_softmax"):
                table.add(op, name, lambda t: getattr(torch, op)(t, 0), [x], {"dim": 0}, None)
            for op in ("amax", "amin", "logsumexp", "sum", "mean"):
                if (op, case) in DIFFERENT:
                    continue
                table.add(op, name, lambda t: getattr(torch, op)(t, 0), [x], {"dims": [0], "keepdim": False}, ONE)
            if case != "tiny":
                table.add("prod", name, lambda t: torch.prod(t), [x], {}, ONE)
            for op in ("max", "min"):
                table.add(op, name, lambda t: getattr(torch, op)(t), [x], {}, ONE)
                table.add(op, name + "-dim", lambda t: tuple(getattr(torch, op)(t, 0)), [x],
                          {"dim": 0, "keepdim": False}, ONE)
            for op in ("argmax", "argmin"):
                table.add(op, name, lambda t: getattr(torch, op)(t, 0), [x], {"dim": 0, "keepdim": False})
            for descending in (False, True):
                table.add("sort", f"{name}-{descending}", lambda t: tuple(torch.sort(t, stable=True, dim=0,
                                                                                    descending=descending)), [x],
                          {"dim": 0, "descending": descending}, ONE)
    for op in ("mean", "var", "std"):
        for dtype in (I32, I64, U8, torch.bool):
            table.add(op, f"of-{str(dtype)[6:]}", getattr(torch, op), [torch.ones(3, dtype=dtype)],
                      {"dims": None, "keepdim": False})
    for shape, dims in (((0,), None), ((0, 3), [0]), ((0, 3), [1]), ((3, 0), [1]), ((0,), [0])):
        for op in ("mean", "var", "std", "sum", "logsumexp", "amax"):
            function = getattr(torch, op)
            if dims is None and op == "logsumexp":
                continue
            table.add(op, f"{shape_name(shape)}-{dims}", lambda t: function(t) if dims is None else function(t, dims),
                      [torch.zeros(shape)], {"dims": dims, "keepdim": False}, ONE)


def make():
    table = Table()
    for add in (pairs, numbers_beside_bytes, spread, running, norms, resized, made, parts, dimensions, lines, alone,
                together):
        add(table)
    return {"cases": table.cases}
