"""Runs one op under autograd and keeps what went in, what came out and the gradients."""

import torch

from encode import F32, F64, normal, seed


class Table:
    """The cases of ops.json, in the order in which they are added."""

    def __init__(self):
        self.cases = []

    def add(self, op, case, function, inputs, args=None, dy=None):
        """Runs `function(*inputs)`; the gradient is that of sum(first output * dy)."""
        seed(op, case, "dy")
        leaves = [t.clone().requires_grad_() if t.is_floating_point() else t for t in inputs]
        entry = {"op": op, "case": case, "inputs": list(inputs), "args": args or {}}
        self.cases.append(entry)
        try:
            result = function(*leaves)
        except (RuntimeError, IndexError, TypeError, ValueError, OverflowError) as error:
            entry["throws"] = type(error).__name__
            return
        several = isinstance(result, (tuple, list))
        first = result[0] if several else result
        if not torch.is_tensor(first) or not first.requires_grad:
            entry.update({"outputs": list(result)} if several else {"output": result})
            return
        # Split and chunk: every piece gets its own dy, so that the whole gradient is seen.
        outputs = [t for t in (result if several else [result]) if t.requires_grad]
        weights = [normal(*t.shape, dtype=t.dtype, digits=2) if dy is None else dy.expand(t.shape).to(t.dtype)
                   for t in outputs]
        entry["dy"] = weights[0] if len(weights) == 1 else weights
        entry.update({"outputs": list(result)} if several else {"output": result})
        torch.autograd.backward(outputs, weights)
        entry["grads"] = [t.grad if t.is_floating_point() else None for t in leaves]


ONE = torch.ones(())
NAN, INF = float("nan"), float("inf")


def f32(values):
    return torch.tensor(values, dtype=F32)


def f64(values):
    return torch.tensor(values, dtype=F64)


def shape_name(*shapes):
    return "-".join("x".join(map(str, s)) if len(s) else "scalar" for s in shapes)
