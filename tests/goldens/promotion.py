"""Result types over all pairs of types, for tensors, zero-dimensional tensors and plain numbers. null: refused."""

import torch
from torch.nn import functional as F

from encode import DTYPES

OPS = {
    "add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "pow": torch.pow,
    "remainder": torch.remainder, "fmod": torch.fmod, "maximum": torch.maximum, "minimum": torch.minimum,
    "eq": torch.eq, "lt": torch.lt, "logical_and": torch.logical_and,
    "where": lambda a, b: torch.where(torch.tensor([True]), a, b),
    "cat": lambda a, b: torch.cat([a, b]),
    "matmul": lambda a, b: torch.matmul(a, b),
}
NUMBERS = {"bool": True, "int": 2, "float": 2.0}
SYMBOLS = {
    "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "div": lambda a, b: a / b,
    "pow": lambda a, b: a ** b, "remainder": lambda a, b: a % b, "eq": lambda a, b: a == b, "lt": lambda a, b: a < b,
    "where": OPS["where"],
}
IN_PLACE = ("add_", "sub_", "mul_", "div_", "pow_")
UNARY = {name: getattr(torch, name) for name in (
    "neg", "abs", "sign", "floor", "ceil", "round", "exp", "expm1", "log", "log1p", "sqrt", "rsqrt", "square",
    "reciprocal", "sin", "cos", "tanh", "sigmoid", "relu", "erf", "sum", "mean", "prod", "max", "amax", "argmax",
    "any", "all", "var", "std", "logical_not", "isnan", "tril")}
UNARY |= {
    "leaky_relu": F.leaky_relu, "elu": F.elu, "gelu": F.gelu, "silu": F.silu, "softplus": F.softplus,
    "norm": lambda x: torch.linalg.vector_norm(x), "cumsum": lambda x: torch.cumsum(x, 0),
    "logsumexp": lambda x: torch.logsumexp(x, 0), "softmax": lambda x: torch.softmax(x, 0),
    "log_softmax": lambda x: torch.log_softmax(x, 0), "clamp-int": lambda x: torch.clamp(x, 0, 1),
    "clamp-float": lambda x: torch.clamp(x, 0.0, 1.0), "masked_fill-int": lambda x: x.masked_fill(x > 0, 1),
    "masked_fill-float": lambda x: x.masked_fill(x > 0, 0.5),
}


def result_of(function, *operands):
    try:
        return function(*operands).dtype
    except (RuntimeError, TypeError):
        return None


def make():
    cases = []

    def add(op, kind, left, right, result):
        cases.append({"op": op, "kind": kind, "left": left, "right": right, "result": result})

    for op, function in OPS.items():
        for left in DTYPES:
            for right in DTYPES:
                one = torch.ones(1, dtype=left)
                add(op, "tensor-tensor", left, right, result_of(function, one, torch.ones(1, dtype=right)))
                if op not in ("cat", "matmul"):
                    zero_dim = torch.ones((), dtype=right)
                    add(op, "tensor-zerodim", left, right, result_of(function, one, zero_dim))
    for op, function in SYMBOLS.items():
        for left in DTYPES:
            for name, number in NUMBERS.items():
                one = torch.ones(1, dtype=left)
                add(op, "tensor-number", left, name, result_of(function, one, number))
                add(op, "zerodim-number", left, name, result_of(function, one[0], number))
                add(op, "number-tensor", name, left, result_of(function, number, one))
    for op in IN_PLACE:
        for left in DTYPES:
            for right in DTYPES:
                one = torch.ones(1, dtype=left)
                add(op, "in-place", left, right, result_of(getattr(one, op), torch.ones(1, dtype=right)))
    for op, function in UNARY.items():
        for dtype in DTYPES:
            cases.append({"op": op, "kind": "unary", "input": dtype,
                          "result": result_of(function, torch.ones(2, dtype=dtype))})
    return {"cases": cases}
