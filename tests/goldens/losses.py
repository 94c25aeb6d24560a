"""Losses and their gradients, extreme logits included."""

import torch
from torch.nn import functional as F

from cases import INF, NAN, f32
from encode import F32, F64, integers, normal, positive, seed

REDUCTIONS = ("none", "mean", "sum")


class Losses:
    """The cases of losses.json."""

    def __init__(self):
        self.cases = []

    def add(self, loss, case, x, target, reductions=REDUCTIONS, **args):
        """`weight` and `pos_weight` are tensors; dy is the gradient that arrives at the output."""
        function = getattr(F, loss)
        for reduction in reductions:
            name = f"{case}-{reduction}"
            seed(loss, name)
            entry = {"loss": loss, "case": name, "input": x, "target": target,
                     "args": {"reduction": reduction, **args}}
            self.cases.append(entry)
            leaf = x.clone().requires_grad_()
            aim = target.clone().requires_grad_() if target.is_floating_point() else target
            try:
                y = function(leaf, aim, reduction=reduction, **args)
            except (RuntimeError, ValueError, IndexError) as error:
                entry["throws"] = type(error).__name__
                continue
            dy = torch.ones((), dtype=x.dtype) if reduction != "none" else normal(*y.shape, dtype=x.dtype, digits=2)
            y.backward(dy)
            entry.update(dy=dy, output=y, grad=leaf.grad)
            if aim.requires_grad and aim.grad is not None:
                entry["target_grad"] = aim.grad


def probabilities(*shape, dim=1):
    p = torch.softmax(normal(*shape), dim)
    return p.mul(1000).round().div(1000)


def cross_entropy(add):
    seed("cross_entropy")
    x, target = normal(5, 4, scale=2.0), torch.tensor([0, 3, 1, 3, 2])
    weight = f32([0.5, 1.0, 2.0, 0.25])
    add("cross_entropy", "indices", x, target)
    add("cross_entropy", "float64", x.to(F64), target)
    add("cross_entropy", "one-sample-without-batch", x[0], target[0])
    add("cross_entropy", "one-class", normal(3, 1), torch.zeros(3, dtype=torch.int64))
    add("cross_entropy", "17-classes", normal(3, 17), torch.tensor([16, 0, 8]))
    add("cross_entropy", "empty-batch", torch.zeros(0, 4), torch.zeros(0, dtype=torch.int64))
    add("cross_entropy", "weighted", x, target, weight=weight)
    add("cross_entropy", "smoothed", x, target, label_smoothing=0.1)
    add("cross_entropy", "weighted-smoothed", x, target, weight=weight, label_smoothing=0.2)
    ignored = torch.tensor([0, -100, 1, -100, 2])
    add("cross_entropy", "ignored-default", x, ignored)
    add("cross_entropy", "ignored-1", x, target, ignore_index=1)
    add("cross_entropy", "ignored-weighted-smoothed", x, ignored, weight=weight, label_smoothing=0.1)
    add("cross_entropy", "all-ignored", x, torch.full((5,), -100))
    add("cross_entropy", "class-out-of-range", x, torch.tensor([0, 4, 1, 2, 3]))
    add("cross_entropy", "sizes-differ", x, torch.tensor([0, 1]))
    add("cross_entropy", "probabilities", x, probabilities(5, 4))
    add("cross_entropy", "probabilities-weighted", x, probabilities(5, 4), weight=weight)
    add("cross_entropy", "probabilities-smoothed", x, probabilities(5, 4), label_smoothing=0.1)
    add("cross_entropy", "probabilities-weighted-smoothed", x, probabilities(5, 4), weight=weight, label_smoothing=0.1)
    add("cross_entropy", "one-hot-probabilities", x, torch.eye(4)[target])
    deep, deep_target = normal(2, 3, 4), integers(2, 4, low=0, high=3)
    add("cross_entropy", "extra-dim", deep, deep_target)
    add("cross_entropy", "extra-dim-all-options", deep, deep_target, weight=f32([0.5, 1.0, 2.0]), label_smoothing=0.1,
        ignore_index=1)
    add("cross_entropy", "extra-dim-probabilities", deep, probabilities(2, 3, 4))
    add("cross_entropy", "two-extra-dims", normal(2, 3, 2, 2), integers(2, 2, 2, low=0, high=3))
    extreme = f32([[1e4, -1e4, 0.0, 1.0], [1e4, -1e4, 0.0, 1.0], [-1e4, -1e4, -1e4, -1e4], [1e30, 0.0, -1e30, 1.0],
                   [100.0, 101.0, 102.0, 103.0]])
    add("cross_entropy", "extreme-logits", extreme, torch.tensor([0, 1, 2, 2, 3]))
    add("cross_entropy", "extreme-logits-smoothed", extreme[:3], torch.tensor([0, 1, 2]), label_smoothing=0.1)
    add("cross_entropy", "minus-infinity-logit", f32([[-INF, 0.0, 1.0], [-INF, 0.0, 1.0]]), torch.tensor([1, 0]))
    add("cross_entropy", "nan-logit", f32([[NAN, 0.0, 1.0], [0.0, 0.0, 1.0]]), torch.tensor([1, 0]))


def nll(add):
    seed("nll_loss")
    x, target = torch.log_softmax(normal(5, 4), 1), torch.tensor([0, 3, 1, 3, 2])
    weight = f32([0.5, 1.0, 2.0, 0.25])
    add("nll_loss", "indices", x, target)
    add("nll_loss", "weighted", x, target, weight=weight)
    add("nll_loss", "ignored", x, torch.tensor([0, -100, 1, 3, 2]))
    add("nll_loss", "ignored-weighted", x, target, weight=weight, ignore_index=3)
    add("nll_loss", "all-ignored", x, torch.full((5,), -100))
    add("nll_loss", "without-batch", x[0], target[0])
    add("nll_loss", "extra-dim", torch.log_softmax(normal(2, 3, 4), 1), integers(2, 4, low=0, high=3))
    add("nll_loss", "empty-batch", torch.zeros(0, 4), torch.zeros(0, dtype=torch.int64))


def distances(add):
    for shape in [(), (7,), (4, 3), (2, 3, 4), (0,), (17,)]:
        seed("distances", shape)
        x, target = normal(*shape, scale=2.0), normal(*shape)
        name = "x".join(map(str, shape)) or "scalar"
        add("mse_loss", name, x, target)
        add("l1_loss", name, x, target)
        add("huber_loss", name, x, target, delta=1.0)
        add("huber_loss", name + "-delta-0.3", x, target, delta=0.3)
    x, target = f32([1.0, 2.0, 3.0, -1e4, 1e20, 0.0]), f32([1.0, 3.0, 2.0, 1e4, -1e20, INF])
    for loss, args in (("mse_loss", {}), ("l1_loss", {}), ("huber_loss", {"delta": 1.0})):
        add(loss, "extreme", x, target, **args)
        seed(loss, "float64")
        add(loss, "float64", normal(5, dtype=F64), normal(5, dtype=F64), **args)
    add("mse_loss", "sizes-do-not-broadcast", normal(3), normal(2))


def binary(add):
    seed("binary")
    for shape in [(), (7,), (4, 3), (0,), (17,)]:
        name = "x".join(map(str, shape)) or "scalar"
        target = torch.rand(shape).mul(100).round().div(100)
        add("binary_cross_entropy", name, torch.rand(shape).mul(0.98).add(0.01).mul(1000).round().div(1000), target)
        add("binary_cross_entropy_with_logits", name, normal(*shape, scale=3.0), target)
    p, target = f32([[0.1, 0.9, 0.5], [0.3, 0.7, 0.999]]), f32([[0.0, 1.0, 1.0], [1.0, 0.0, 0.5]])
    logits = f32([[-2.0, 0.5, 3.0], [0.0, -0.1, 1.5]])
    row, full = f32([0.5, 1.0, 2.0]), f32([[0.5, 1.0, 2.0], [1.5, 0.0, 0.25]])
    add("binary_cross_entropy", "weighted", p, target, weight=full)
    add("binary_cross_entropy", "weighted-broadcast", p, target, weight=row)
    add("binary_cross_entropy", "zero-and-one", f32([0.0, 1.0, 0.0, 1.0, 1e-30]), f32([0.0, 1.0, 1.0, 0.0, 1.0]))
    add("binary_cross_entropy", "outside-zero-to-one", f32([1.5, 0.5]), f32([1.0, 0.0]))
    add("binary_cross_entropy", "sizes-differ", f32([[0.5], [0.5]]), f32([1.0, 0.0]))
    bce = "binary_cross_entropy_with_logits"
    add(bce, "weighted", logits, target, weight=full)
    add(bce, "weighted-broadcast", logits, target, weight=row)
    add(bce, "pos-weight", logits, target, pos_weight=row)
    add(bce, "weight-and-pos-weight", logits, target, weight=full, pos_weight=row)
    extreme = f32([1e4, -1e4, 1e4, -1e4, 1e30, 100.0, -100.0, 0.0])
    aims = f32([1.0, 0.0, 0.0, 1.0, 0.5, 0.0, 1.0, 0.5])
    add(bce, "extreme-logits", extreme, aims)
    add(bce, "extreme-logits-pos-weight", extreme, aims, pos_weight=f32([3.0]))
    add(bce, "infinite-logits", f32([INF, -INF, NAN]), f32([1.0, 0.0, 1.0]))
    add(bce, "sizes-differ", f32([[0.5], [0.5]]), f32([1.0, 0.0]))
    add(bce, "float64", logits.to(F64), target.to(F64))
    add("binary_cross_entropy", "float64", p.to(F64), target.to(F64))


def divergence(add):
    seed("kl_div")
    four = ("none", "mean", "sum", "batchmean")
    x, target = torch.log_softmax(normal(4, 3), 1), probabilities(4, 3)
    add("kl_div", "probabilities", x, target, four, log_target=False)
    add("kl_div", "log-probabilities", x, torch.log_softmax(normal(4, 3), 1), four, log_target=True)
    add("kl_div", "zero-probability", x, f32([[0.0, 0.5, 0.5]] * 4), four, log_target=False)
    add("kl_div", "log-minus-infinity", x[:1], f32([[-INF, -0.5, -1.0]]), four, log_target=True)
    add("kl_div", "3d", torch.log_softmax(normal(2, 3, 4), 1), probabilities(2, 3, 4), four, log_target=False)


def make():
    losses = Losses()
    for group in (cross_entropy, nll, distances, binary, divergence):
        group(losses.add)
    return {"cases": losses.cases}
