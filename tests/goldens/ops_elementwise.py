"""Unary and binary ops, comparisons, logic and selection."""

import torch
from torch.nn import functional as F

from cases import INF, NAN, ONE, f32, f64, shape_name
from encode import BOOL, F32, F64, I32, I64, U8, integers, normal, positive, seed

SHAPES = [(), (1,), (7,), (8,), (9,), (17,), (3, 5), (2, 3, 4), (0,), (2, 0, 3)]
SPECIAL = [NAN, INF, -INF, 0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, -2.5, 100.0, -100.0, 1e20, -1e20, 3e38, -3e38]

# name, function, args, where: which numbers it is tried on
UNARY = [
    ("neg", torch.neg, {}, "any"),
    ("abs", torch.abs, {}, "any"),
    ("sign", torch.sign, {}, "any"),
    ("floor", torch.floor, {}, "any"),
    ("ceil", torch.ceil, {}, "any"),
    ("round", torch.round, {}, "any"),
    ("exp", torch.exp, {}, "any"),
    ("expm1", torch.expm1, {}, "any"),
    ("log", torch.log, {}, "positive"),
    ("log1p", torch.log1p, {}, "positive"),
    ("sqrt", torch.sqrt, {}, "positive"),
    ("rsqrt", torch.rsqrt, {}, "positive"),
    ("square", torch.square, {}, "any"),
    ("reciprocal", torch.reciprocal, {}, "positive"),
    ("sin", torch.sin, {}, "any"),
    ("cos", torch.cos, {}, "any"),
    ("tanh", torch.tanh, {}, "any"),
    ("sigmoid", torch.sigmoid, {}, "any"),
    ("relu", torch.relu, {}, "any"),
    ("leaky_relu", F.leaky_relu, {"negative_slope": 0.01}, "any"),
    ("leaky_relu", F.leaky_relu, {"negative_slope": 0.2}, "any"),
    ("elu", F.elu, {"alpha": 1.0}, "any"),
    ("elu", F.elu, {"alpha": 0.5}, "any"),
    ("gelu", F.gelu, {"approximate": "none"}, "any"),
    ("gelu", F.gelu, {"approximate": "tanh"}, "any"),
    ("silu", F.silu, {}, "any"),
    ("softplus", F.softplus, {"beta": 1.0, "threshold": 20.0}, "any"),
    ("softplus", F.softplus, {"beta": 2.0, "threshold": 5.0}, "any"),
    ("erf", torch.erf, {}, "any"),
    ("clamp", torch.clamp, {"min": -0.5, "max": 0.75}, "any"),
    ("clamp", torch.clamp, {"min": -0.5}, "any"),
    ("clamp", torch.clamp, {"max": 0.75}, "any"),
    ("clamp", torch.clamp, {"min": 1.0, "max": -1.0}, "any"),
    ("pow", torch.pow, {"exponent": 2.0}, "any"),
    ("pow", torch.pow, {"exponent": 3.0}, "any"),
    ("pow", torch.pow, {"exponent": 0.0}, "any"),
    ("pow", torch.pow, {"exponent": 1.0}, "any"),
    ("pow", torch.pow, {"exponent": -1.0}, "positive"),
    ("pow", torch.pow, {"exponent": 0.5}, "positive"),
    ("pow", torch.pow, {"exponent": 2.5}, "positive"),
]
# These get a dense range in single and in double precision.
TRANSCENDENTAL = {"exp", "expm1", "log", "log1p", "sqrt", "rsqrt", "sin", "cos", "tanh", "sigmoid", "elu", "gelu",
                  "silu", "softplus", "erf", "reciprocal", "pow"}


def suffix(args):
    return "".join(f"-{k}-{v:g}" if isinstance(v, float) else f"-{k}-{v}" for k, v in args.items())


def unary(table):
    for op, function, args, where in UNARY:
        def run(x, function=function, args=args):
            return function(x, **args)
        tail = suffix(args)
        draw = positive if where == "positive" else normal
        for shape in SHAPES:
            seed(op, args, shape)
            table.add(op, shape_name(shape) + tail, run, [draw(*shape)], args)
        table.add(op, "special" + tail, run, [f32(SPECIAL)], args, ONE)
        table.add(op, "denormal" + tail, run, [f32([1e-40, -1e-40, 1e-38, -1e-38, 1.4e-45])], args, ONE)
        seed(op, args, "float64")
        table.add(op, "float64-7" + tail, run, [draw(7, dtype=F64)], args)
        if op in TRANSCENDENTAL:
            ends = (0.05, 24.05) if where == "positive" else (-12.0, 12.0)
            sweep = torch.linspace(*ends, 33, dtype=F64).mul(1000).round().div(1000)
            table.add(op, "range" + tail, run, [sweep.to(F32)], args, ONE)
            table.add(op, "range-float64" + tail, run, [sweep], args, ONE)
    edges = [-104.0, -103.0, -88.0, -87.0, 87.0, 88.0, 88.7, 88.8, 89.0]
    for op, function in [("exp", torch.exp), ("expm1", torch.expm1), ("sigmoid", torch.sigmoid),
                         ("tanh", torch.tanh), ("silu", F.silu), ("softplus", F.softplus)]:
        table.add(op, "overflow-edges", function, [f32(edges)], {}, ONE)
    for op, function in [("exp", torch.exp), ("expm1", torch.expm1), ("log1p", torch.log1p), ("tanh", torch.tanh),
                         ("sin", torch.sin), ("erf", torch.erf), ("sigmoid", torch.sigmoid)]:
        table.add(op, "tiny", function, [f32([1e-3, -1e-3, 1e-5, -1e-5, 1e-7, -1e-7, 1e-10, -1e-20])], {}, ONE)
    large = [10.0, -50.5, 100.0, 1000.25, 1e4, -1e5, 1e6, 123456.789]
    table.add("sin", "large-arguments", torch.sin, [f32(large)], {}, ONE)
    table.add("cos", "large-arguments", torch.cos, [f32(large)], {}, ONE)
    halves = [-3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 8388607.5, 8388608.0, 16777216.0, -0.49999997, 0.49999997]
    for op, function in [("round", torch.round), ("floor", torch.floor), ("ceil", torch.ceil)]:
        table.add(op, "halves", function, [f32(halves)], {}, ONE)
    table.add("clamp", "on-the-bounds", lambda x: torch.clamp(x, -0.5, 0.5), [f32([-0.5, 0.5, -0.6, 0.6, 0.0])],
              {"min": -0.5, "max": 0.5})
    table.add("relu", "at-zero", torch.relu, [f32([0.0, -0.0, 1e-30, -1e-30])], {}, ONE)
    table.add("log", "negative-and-zero", torch.log, [f32([-1.0, 0.0, -0.0, -INF])], {}, ONE)
    table.add("sqrt", "negative-and-zero", torch.sqrt, [f32([-1.0, 0.0, -0.0, -INF])], {}, ONE)
    table.add("reciprocal", "negative", torch.reciprocal, [f32([-2.0, -0.25, -4.0])], {}, ONE)


def unary_integers(table):
    """What comes of integers and truth values: the same type, Float32, or an error."""
    samples = {
        I64: torch.tensor([-3, -1, 0, 1, 4], dtype=I64),
        I32: torch.tensor([-3, -1, 0, 1, 4, -2147483648, 2147483647], dtype=I32),
        U8: torch.tensor([0, 1, 4, 200, 255], dtype=U8),
        BOOL: torch.tensor([True, False]),
    }
    done = set()
    for op, function, args, _ in UNARY:
        if op in done or (op == "pow" and args != {"exponent": 2.0}):
            continue
        done.add(op)
        for dtype, sample in samples.items():
            if op in ("exp", "expm1", "square", "reciprocal") and dtype == I32:
                sample = sample[:5]
            table.add(op, f"{str(dtype)[6:]}{suffix(args)}", lambda x: function(x, **args), [sample], args)
    ints = samples[I64]
    table.add("pow", "int64-exponent-3-int", lambda x: x ** 3, [ints], {"exponent": 3})
    table.add("pow", "int64-exponent-minus-1-int", lambda x: x ** -1, [ints], {"exponent": -1})
    table.add("clamp", "int64-int-bounds", lambda x: torch.clamp(x, -1, 2), [ints], {"min": -1, "max": 2})


BINARY = {
    "add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "maximum": torch.maximum,
    "minimum": torch.minimum, "pow": torch.pow, "remainder": torch.remainder, "fmod": torch.fmod,
}
PAIRS = [((), ()), ((1,), (1,)), ((7,), (7,)), ((8,), (8,)), ((9,), (9,)), ((17,), (17,)), ((3, 5), (3, 5)),
         ((), (5,)), ((5,), ()), ((3, 1), (1, 4)), ((2, 3, 4), (4,)), ((2, 3, 4), (3, 1)), ((2, 1, 4), (3, 1)),
         ((1, 1), (3,)), ((4,), (2, 3, 4)), ((0,), (0,)), ((0,), (1,)), ((3, 0), (1,)), ((2, 0), (2, 1)),
         ((3,), (4,)), ((2, 3), (3, 2)), ((0,), (2,))]


def binary(table):
    for op, function in BINARY.items():
        for left, right in PAIRS:
            seed(op, left, right)
            # A quotient near a whole number would make remainder's answer hang on the last bit: 3 digits keep clear.
            a = positive(*left) if op == "pow" else normal(*left, scale=2.0)
            b = positive(*right) if op in ("div", "remainder", "fmod") else normal(*right)
            table.add(op, shape_name(left, right), function, [a, b])
        seed(op, "float64")
        table.add(op, "float64-2x3-3", function, [positive(2, 3, dtype=F64), positive(3, dtype=F64)])
        grid = [NAN, INF, -INF, 0.0, -0.0, 1.0, -1.0, 2.5, -2.5]
        table.add(op, "special-grid", function, [f32(grid).reshape(-1, 1), f32(grid)], {}, ONE)
    for op in ("remainder", "fmod"):
        table.add(op, "signs", BINARY[op], [f32([5.5, -5.5, 5.5, -5.5]), f32([2.0, 2.0, -2.0, -2.0])])
        for dtype in (I32, I64):
            table.add(op, f"signs-{str(dtype)[6:]}", BINARY[op],
                      [torch.tensor([7, -7, 7, -7, 6], dtype=dtype), torch.tensor([3, 3, -3, -3, 3], dtype=dtype)])
        table.add(op, "int64-by-zero", BINARY[op], [torch.tensor([1, 2]), torch.tensor([1, 0])])
    for op in ("maximum", "minimum"):
        table.add(op, "ties", BINARY[op], [f32([1.0, 2.0, -0.0, 0.0, 3.0]), f32([1.0, 1.0, 0.0, -0.0, 4.0])])
    scalars(table)
    binary_integers(table)


def scalars(table):
    x = f32([-2.0, -0.5, 0.0, 0.5, 3.0])
    for op, symbol in [("add", "__add__"), ("sub", "__sub__"), ("mul", "__mul__"), ("div", "__truediv__"),
                       ("remainder", "__mod__")]:
        table.add(op, "by-scalar", lambda t: getattr(t, symbol)(2.5), [x], {"other": 2.5})
    for op, function in [("sub", lambda t: 2.5 - t), ("div", lambda t: 2.5 / t), ("pow", lambda t: 2.5 ** t)]:
        table.add(op, "scalar-on-the-left", function, [x], {"left": 2.5})
    ints = torch.tensor([-2, 0, 3])
    table.add("add", "int64-by-int", lambda t: t + 2, [ints], {"other": 2})
    table.add("add", "int64-by-float", lambda t: t + 2.5, [ints], {"other": 2.5})
    table.add("mul", "int64-by-bool", lambda t: t * True, [ints], {"other": True})
    table.add("div", "int64-by-int", lambda t: t / 2, [ints], {"other": 2})


def binary_integers(table):
    bytes_ = torch.tensor([200, 100, 0], dtype=U8), torch.tensor([100, 200, 1], dtype=U8)
    words = torch.tensor([2147483647, -2147483648, 5], dtype=I32), torch.tensor([1, 1, -7], dtype=I32)
    truth = torch.tensor([True, True, False, False]), torch.tensor([True, False, True, False])
    for op in ("add", "sub", "mul", "div", "maximum", "minimum"):
        table.add(op, "uint8-wraps", BINARY[op], list(bytes_))
        table.add(op, "int32-wraps", BINARY[op], list(words))
        table.add(op, "bool", BINARY[op], list(truth))
        table.add(op, "uint8-int32", BINARY[op], [bytes_[0], words[1]])
        table.add(op, "int64-float32", BINARY[op], [torch.tensor([1, -2, 3]), f32([0.5, 2.0, -4.0])])
        table.add(op, "float32-float64", BINARY[op], [f32([0.1, 0.2, 0.3]), f64([0.1, 0.2, 0.3])])
        table.add(op, "float32-with-float64-zero-dim", BINARY[op], [f32([0.1, 0.2, 0.3]), f64(0.1)])
    table.add("div", "int64-by-zero", torch.div, [torch.tensor([1, 0, -1]), torch.tensor([0, 0, 0])])
    table.add("pow", "int64-int64", torch.pow, [torch.tensor([2, -3, 0, 5]), torch.tensor([10, 3, 0, 2])])


def comparisons(table):
    grid = f32([NAN, INF, -INF, 0.0, -0.0, 1.0])
    for name in ("eq", "ne", "lt", "le", "gt", "ge"):
        function = getattr(torch, name)
        table.add(name, "special-grid", function, [grid.reshape(-1, 1), grid])
        table.add(name, "by-scalar", lambda x: function(x, 1.0), [grid], {"other": 1.0})
        table.add(name, "int64-float32", function, [torch.tensor([1, 2, 3]), f32([1.0, 2.5, 2.0])])
        table.add(name, "bool", function, [torch.tensor([[True], [False]]), torch.tensor([True, False])])
        table.add(name, "empty", function, [f32([]), f32([])])
    truth = [torch.tensor([[True], [False]]), torch.tensor([True, False])]
    floats = [f32([0.0, -0.0, 2.0, NAN]), f32([1.0, 0.0, NAN, 0.0])]
    for name in ("logical_and", "logical_or", "logical_xor"):
        table.add(name, "bool", getattr(torch, name), truth)
        table.add(name, "float32", getattr(torch, name), floats)
    table.add("logical_not", "bool", torch.logical_not, [truth[1]])
    table.add("logical_not", "float32", torch.logical_not, [floats[0]])
    for name in ("isnan", "isinf", "isfinite"):
        table.add(name, "special", getattr(torch, name), [grid])


def selection(table):
    seed("where")
    mask = torch.tensor([[True, False, True], [False, False, True]])
    a, b = normal(2, 3), normal(2, 3)
    table.add("where", "2x3", torch.where, [mask, a, b])
    table.add("where", "broadcast", torch.where, [torch.tensor([[True], [False]]), normal(3), normal(2, 1)])
    table.add("where", "scalar-condition", torch.where, [torch.tensor(True), a, b])
    table.add("where", "int64-float32", torch.where, [mask[0], torch.tensor([1, 2, 3]), f32([0.5, 1.5, 2.5])])
    table.add("where", "nan-not-chosen", torch.where, [torch.tensor([True, False]), f32([1.0, NAN]), f32([NAN, 2.0])])
    table.add("where", "empty", torch.where, [torch.zeros(0, dtype=BOOL), f32([]), f32([])])
    table.add("where", "17", torch.where, [torch.arange(17) % 3 == 0, normal(17), normal(17)])
    table.add("masked_fill", "2x3", lambda x, m: x.masked_fill(m, -1.5), [a, mask], {"value": -1.5})
    table.add("masked_fill", "broadcast", lambda x, m: x.masked_fill(m, -INF), [a, mask[0]], {"value": -INF})
    table.add("masked_fill", "int64", lambda x, m: x.masked_fill(m, 7), [integers(2, 3), mask], {"value": 7})
    table.add("masked_select", "2x3", torch.masked_select, [a, mask])
    table.add("masked_select", "none-chosen", torch.masked_select, [a, torch.zeros(2, 3, dtype=BOOL)])
    for source in (F32, F64, I64, I32, U8, BOOL):
        values = [True, False] if source == BOOL else [0, 1, 2, 100] if source == U8 else [0, 1, -2, 100]
        if source.is_floating_point:
            values = [0.0, -0.0, 0.4, 1.9, 100.7]
        x = torch.tensor(values, dtype=source)
        for target in (F32, F64, I64, I32, U8, BOOL):
            if not (target == U8 and source in (I64, I32)):
                table.add("to", f"{str(source)[6:]}-{str(target)[6:]}", lambda t: t.to(target), [x], {"dtype": target})
    table.add("to", "negative-float32-int32", lambda t: t.to(I32), [f32([-0.4, -1.9, -100.7])], {"dtype": I32})
    table.add("to", "nan-float32-bool", lambda t: t.to(BOOL), [f32([NAN, INF, 1e-40])], {"dtype": BOOL})
    table.add("to", "negative-int64-uint8", lambda t: t.to(U8), [torch.tensor([-1, 256, 300])], {"dtype": U8})


def add_all(table):
    unary(table)
    unary_integers(table)
    binary(table)
    comparisons(table)
    selection(table)
