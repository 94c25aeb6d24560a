"""Reductions, arg-reductions, cumulative sums and softmaxes."""

import torch

from cases import INF, NAN, ONE, f32, shape_name
from encode import BOOL, F32, F64, I32, I64, U8, distinct, integers, normal, positive, seed

# shape, dims (None: all), keepdim
LAYOUTS = [
    ((), None, False), ((1,), None, False), ((7,), None, False), ((8,), None, False), ((9,), None, False),
    ((17,), None, False), ((3, 5), None, False), ((2, 3, 4), None, True), ((7,), [0], False), ((17,), [0], True),
    ((3, 5), [0], False), ((3, 5), [1], False), ((3, 5), [-1], True), ((2, 3, 4), [0], False),
    ((2, 3, 4), [1], False), ((2, 3, 4), [2], False), ((2, 3, 4), [1], True), ((2, 3, 4), [0, 2], False),
    ((2, 3, 4), [0, 1], False), ((2, 3, 4), [1, 2], True), ((2, 3, 4), [0, 1, 2], False), ((), [0], False),
    ((9, 17), [0], False), ((9, 17), [1], False), ((2, 2, 2, 3), [1, 3], False), ((3, 5), [2], False),
    ((2, 3), [0, 0], False),
]
EMPTY = [((0,), None, False), ((0, 3), [0], False), ((0, 3), [1], False), ((2, 0), [0], True), ((2, 0), [1], False),
         ((2, 0, 3), [1], False)]


def label(shape, dims, keepdim):
    name = shape_name(shape)
    name += "" if dims is None else "-dims-" + "_".join(map(str, dims))
    return name + ("-keepdim" if keepdim else "")


def all_dims(shape, dims):
    return list(range(len(shape))) if dims is None else dims


def many_dims(table):
    """Reductions over any set of axes."""
    ops = {
        "sum": lambda x, d, k: torch.sum(x, d, k),
        "mean": lambda x, d, k: torch.mean(x, d, k),
        "amax": lambda x, d, k: torch.amax(x, d, k),
        "amin": lambda x, d, k: torch.amin(x, d, k),
        "logsumexp": lambda x, d, k: torch.logsumexp(x, d, k),
    }
    for op, function in ops.items():
        for shape, dims, keepdim in LAYOUTS + EMPTY:
            seed(op, shape, dims)
            axes = all_dims(shape, dims)
            # logsumexp and amax want axes by name; sum and mean without any mean all.
            table.add(op, label(shape, dims, keepdim), lambda x: function(x, axes, keepdim),
                      [distinct(*shape) if op in ("amax", "amin") else normal(*shape)],
                      {"dims": dims, "keepdim": keepdim})
        seed(op, "float64")
        table.add(op, "float64-2x3x4-dims-1", lambda x: function(x, [1], False), [normal(2, 3, 4, dtype=F64)],
                  {"dims": [1], "keepdim": False})
        for name, x in specials():
            table.add(op, name, lambda t: function(t, [1], False), [x], {"dims": [1], "keepdim": False}, ONE)
        seed(op, "long")
        if op in ("sum", "mean", "logsumexp"):
            table.add(op, "300", lambda x: function(x, [0], False), [normal(300, digits=2)],
                      {"dims": None, "keepdim": False}, ONE)
    table.add("logsumexp", "all-minus-infinity", lambda x: torch.logsumexp(x, 0), [f32([-INF, -INF])],
              {"dims": [0], "keepdim": False}, ONE)
    table.add("logsumexp", "extreme", lambda x: torch.logsumexp(x, 1),
              [f32([[1e4, 1e4 + 1, -1e4], [-1e4, -1e4 + 1, -2e4], [3e38, -3e38, 0.0]])],
              {"dims": [1], "keepdim": False}, ONE)
    for op, function in (("amax", torch.amax), ("amin", torch.amin)):
        table.add(op, "ties", lambda x: function(x, 1), [f32([[1.0, 2.0, 2.0], [1.0, 1.0, 1.0], [3.0, 1.0, 1.0]])],
                  {"dims": [1], "keepdim": False}, ONE)


def specials():
    infinities = [[1.0, INF, 2.0], [-INF, 1.0, 2.0], [INF, -INF, 0.0], [INF, INF, 1.0], [-INF, -INF, -INF]]
    return [
        ("nan", f32([[1.0, NAN, 2.0], [NAN, NAN, NAN], [3.0, 1.0, NAN]])),
        ("infinities", f32(infinities)),
    ]


def spread(table):
    for op, function in (("var", torch.var), ("std", torch.std)):
        for correction in (1, 0):
            for shape, dims, keepdim in LAYOUTS + EMPTY:
                seed(op, shape, dims)
                table.add(op, f"{label(shape, dims, keepdim)}-correction-{correction}",
                          lambda x: function(x, dims, correction=correction, keepdim=keepdim), [normal(*shape)],
                          {"dims": dims, "correction": correction, "keepdim": keepdim})
            args = {"dims": [1], "correction": correction, "keepdim": False}
            for name, x in specials():
                table.add(op, f"{name}-correction-{correction}", lambda t: function(t, [1], correction=correction),
                          [x], args, ONE)
            table.add(op, f"constant-correction-{correction}", lambda t: function(t, [1], correction=correction),
                      [f32([[2.0, 2.0, 2.0], [0.0, 0.0, 0.0]])], args, ONE)
            table.add(op, f"far-from-zero-correction-{correction}", lambda t: function(t, [1], correction=correction),
                      [f32([[10000.0, 10001.0, 10002.0, 10004.0]])], args, ONE)
        seed(op, "float64")
        table.add(op, "float64-3x5-dims-0", lambda x: function(x, [0]), [normal(3, 5, dtype=F64)],
                  {"dims": [0], "correction": 1, "keepdim": False})


def norms(table):
    for p in (2.0, 1.0, INF, 3.0):
        def run(x, dims, keepdim, p=p):
            if dims is None:
                return torch.linalg.vector_norm(x, p, None, keepdim)
            return torch.norm(x, p, dims, keepdim)
        tail = f"-p-{p:g}"
        for shape, dims, keepdim in [*LAYOUTS[:12], *LAYOUTS[14:18], *EMPTY[:3]]:
            seed("norm", shape, dims)
            table.add("norm", label(shape, dims, keepdim) + tail, lambda x: run(x, dims, keepdim),
                      [distinct(*shape) if p == INF else normal(*shape)], {"p": p, "dims": dims, "keepdim": keepdim})
        args = {"p": p, "dims": [1], "keepdim": False}
        table.add("norm", "zeros" + tail, lambda x: run(x, [1], False), [f32([[0.0, 0.0], [3.0, -4.0]])], args, ONE)
        table.add("norm", "ties" + tail, lambda x: run(x, [1], False), [f32([[2.0, -2.0, 1.0]])], args, ONE)
        for name, x in specials():
            table.add("norm", name + tail, lambda t: run(t, [1], False), [x], args, ONE)


def extremes(table):
    for op in ("max", "min", "argmax", "argmin"):
        function = getattr(torch, op)
        for shape in [(), (1,), (7,), (8,), (9,), (17,), (3, 5), (2, 3, 4), (0,), (2, 0)]:
            seed(op, shape)
            table.add(op, shape_name(shape), function, [distinct(*shape)], {})
        table.add(op, "ties", function, [f32([[1.0, 3.0, 3.0], [1.0, 1.0, 3.0]])], {}, ONE)
        table.add(op, "nan", function, [f32([1.0, NAN, 2.0, NAN])], {}, ONE)
        for shape, dim, keepdim in [((), 0, False), ((7,), 0, False), ((17,), 0, True), ((3, 5), 0, False),
                                    ((3, 5), 1, True), ((2, 3, 4), 0, False), ((2, 3, 4), 1, False),
                                    ((2, 3, 4), -1, True), ((9, 17), 0, False), ((9, 17), 1, False),
                                    ((0, 3), 0, False), ((0, 3), 1, False), ((2, 0), 0, False), ((3, 5), 2, False)]:
            seed(op, shape, dim)
            table.add(op, label(shape, [dim], keepdim), lambda x: pair(function(x, dim, keepdim=keepdim)),
                      [distinct(*shape)], {"dim": dim, "keepdim": keepdim})
        args = {"dim": 1, "keepdim": False}
        run = lambda x: pair(function(x, 1))
        table.add(op, "ties-dim-1", run, [f32([[1.0, 3.0, 3.0], [1.0, 1.0, 3.0], [2.0, 2.0, 2.0]])], args, ONE)
        table.add(op, "signed-zeros-dim-1", run, [f32([[0.0, -0.0], [-0.0, 0.0]])], args, ONE)
        for name, x in specials():
            table.add(op, name + "-dim-1", run, [x], args, ONE)
        for dtype in (I64, I32, U8, BOOL):
            x = integers(2, 4, low=0, high=2 if dtype == BOOL else 9, dtype=dtype)
            table.add(op, f"{str(dtype)[6:]}-dim-1", run, [x], args)


def pair(result):
    return result if torch.is_tensor(result) else (result.values, result.indices)


def whole_numbers(table):
    """Results on integers and truth values: sums and products widen to Int64, means refuse."""
    samples = {I64: [[1, -2, 3], [4, 5, -6]], I32: [[2147483647, 1, 1], [4, 5, -6]], U8: [[200, 100, 1], [0, 0, 0]],
               BOOL: [[True, False, True], [True, True, True]]}
    for dtype, values in samples.items():
        x = torch.tensor(values, dtype=dtype)
        name = str(dtype)[6:] + "-dims-1"
        for op in ("sum", "mean", "var", "std", "amax", "amin", "logsumexp"):
            function = getattr(torch, op)
            table.add(op, name, lambda t: function(t, 1), [x], {"dims": [1], "keepdim": False})
        for op in ("prod", "cumsum", "any", "all", "softmax"):
            function = getattr(torch, op)
            table.add(op, str(dtype)[6:] + "-dim-1", lambda t: function(t, 1), [x], {"dim": 1})


def products(table):
    for shape in [(), (1,), (7,), (9,), (3, 4), (2, 3, 4), (0,), (2, 0)]:
        seed("prod", shape)
        table.add("prod", shape_name(shape), torch.prod, [positive(*shape)], {})
    for shape, dim, keepdim in [((3, 5), 0, False), ((3, 5), 1, True), ((2, 3, 4), 1, False), ((0, 3), 0, False),
                                ((9, 8), 0, False), ((9, 8), -1, False)]:
        seed("prod", shape, dim)
        table.add("prod", label(shape, [dim], keepdim), lambda x: torch.prod(x, dim, keepdim), [normal(*shape)],
                  {"dim": dim, "keepdim": keepdim})
    zeros = f32([[2.0, 3.0, 4.0], [2.0, 0.0, 4.0], [0.0, 3.0, 0.0], [NAN, 0.0, 1.0]])
    table.add("prod", "zeros-dim-1", lambda x: torch.prod(x, 1), [zeros], {"dim": 1, "keepdim": False}, ONE)
    table.add("prod", "one-zero", torch.prod, [zeros[1]], {}, ONE)
    table.add("prod", "two-zeros", torch.prod, [zeros[2]], {}, ONE)


def any_all(table):
    for op, function in (("any", torch.any), ("all", torch.all)):
        for shape in [(), (1,), (7,), (9,), (3, 5), (0,), (2, 0)]:
            seed(op, shape)
            table.add(op, shape_name(shape), function, [torch.rand(shape) < 0.7], {})
        for shape, dim, keepdim in [((3, 5), 0, False), ((3, 5), 1, True), ((2, 3, 4), 1, False), ((0, 3), 0, False),
                                    ((0, 3), 1, False)]:
            seed(op, shape, dim)
            table.add(op, label(shape, [dim], keepdim), lambda x: function(x, dim, keepdim),
                      [torch.rand(shape) < 0.6], {"dim": dim, "keepdim": keepdim})
        table.add(op, "float32-nan", lambda x: function(x, 1), [f32([[NAN, 1.0], [0.0, -0.0], [0.0, 2.0]])],
                  {"dim": 1, "keepdim": False})


def along_one(table):
    for op, function in (("cumsum", torch.cumsum), ("softmax", torch.softmax), ("log_softmax", torch.log_softmax)):
        for shape, dim in [((), 0), ((1,), 0), ((7,), 0), ((8,), 0), ((9,), 0), ((17,), 0), ((3, 5), 0), ((3, 5), 1),
                           ((2, 3, 4), 0), ((2, 3, 4), 1), ((2, 3, 4), -1), ((0,), 0), ((0, 3), 1), ((2, 0), 1),
                           ((3, 17), 0), ((3, 17), 1), ((3, 5), 2)]:
            seed(op, shape, dim)
            table.add(op, label(shape, [dim], False), lambda x: function(x, dim), [normal(*shape)], {"dim": dim})
        seed(op, "float64")
        table.add(op, "float64-2x5-dims-1", lambda x: function(x, 1), [normal(2, 5, dtype=F64)], {"dim": 1})
        for name, x in specials():
            table.add(op, name, lambda t: function(t, 1), [x], {"dim": 1}, None)
        extreme = f32([[1e4, 1e4 + 1, -1e4], [-1e4, -1e4 + 1, -2e4], [3e38, -3e38, 0.0], [-INF, 0.0, 1.0]])
        table.add(op, "extreme", lambda x: function(x, 1), [extreme], {"dim": 1})
        seed(op, "long")
        table.add(op, "100", lambda x: function(x, 0), [normal(100, digits=2)], {"dim": 0})


def add_all(table):
    many_dims(table)
    spread(table)
    norms(table)
    extremes(table)
    products(table)
    any_all(table)
    along_one(table)
    whole_numbers(table)
