"""Facts about initialisers: bounds of the uniform ones, deviations of the normal ones, and what layers default to."""

import math

import torch
from torch import nn

from encode import seed

SHAPES = [(10, 7), (500, 784), (6, 3, 5, 5), (16, 8, 3)]
NAMES = [("linear", None), ("sigmoid", None), ("tanh", None), ("relu", None), ("selu", None), ("leaky_relu", None),
         ("leaky_relu", 0.2), ("leaky_relu", math.sqrt(5))]
KAIMING = [("relu", 0.0), ("leaky_relu", 0.0), ("leaky_relu", math.sqrt(5)), ("linear", 0.0), ("tanh", 0.0)]


def checked(expected, uniform, fill):
    """Draws once with real PyTorch and makes sure that the stated bound or deviation is the one in use."""
    drawn = fill(torch.empty(400, 300))
    seen = drawn.abs().max().item() if uniform else drawn.std().item()
    if not 0.98 * expected <= seen <= 1.02 * expected:
        raise ValueError(f"stated {expected}, drawn {seen}")


def make():
    cases = []

    def add(init, case, args, **facts):
        cases.append({"init": init, "case": case, "args": args, **facts})

    for name, slope in NAMES:
        tail = f"-{slope:g}" if slope is not None else ""
        add("calculate_gain", name + tail, {"nonlinearity": name, "param": slope},
            gain=nn.init.calculate_gain(name, slope))
    for shape in SHAPES:
        fan_in, fan_out = nn.init._calculate_fan_in_and_fan_out(torch.empty(shape))
        size = "x".join(map(str, shape))
        add("fans", size, {"shape": shape}, fan_in=fan_in, fan_out=fan_out)
        for mode, fan in (("fan_in", fan_in), ("fan_out", fan_out)):
            for nonlinearity, a in KAIMING:
                std = nn.init.calculate_gain(nonlinearity, a) / math.sqrt(fan)
                args = {"shape": shape, "a": a, "mode": mode, "nonlinearity": nonlinearity}
                case = f"{size}-{mode}-{nonlinearity}-{a:g}"
                add("kaiming_uniform", case, args, bound=math.sqrt(3) * std)
                add("kaiming_normal", case, args, std=std)
        for gain in (1.0, 5 / 3, math.sqrt(2)):
            std = gain * math.sqrt(2 / (fan_in + fan_out))
            add("xavier_uniform", f"{size}-gain-{gain:.4g}", {"shape": shape, "gain": gain}, bound=math.sqrt(3) * std)
            add("xavier_normal", f"{size}-gain-{gain:.4g}", {"shape": shape, "gain": gain}, std=std)
    seed("initialisers")
    checked(math.sqrt(6 / 300), True, nn.init.kaiming_uniform_)
    checked(math.sqrt(2 / 300), False, nn.init.kaiming_normal_)
    checked(math.sqrt(6 / 700), True, nn.init.xavier_uniform_)
    checked(math.sqrt(2 / 700), False, nn.init.xavier_normal_)
    defaults(add)
    return {"cases": cases}


def defaults(add):
    for inputs, outputs in [(7, 10), (784, 500), (300, 400), (1, 1)]:
        bound = 1 / math.sqrt(inputs)
        layer = nn.Linear(inputs, outputs)
        if layer.weight.abs().max() > bound or layer.bias.abs().max() > bound:
            raise ValueError("Linear draws beyond its bound")
        add("Linear", f"{inputs}-{outputs}", {"in_features": inputs, "out_features": outputs}, weight_bound=bound,
            bias_bound=bound)
    checked(1 / math.sqrt(300), True, lambda _: nn.Linear(300, 400).weight.detach())
    checked(1.0, False, lambda _: nn.Embedding(400, 300).weight.detach())
    add("Embedding", "default", {}, weight_mean=0.0, weight_std=1.0)
    add("Embedding", "padding-row", {}, padding_row=0.0)
    for layer in ("LayerNorm", "BatchNorm1d"):
        add(layer, "default", {}, weight=1.0, bias=0.0)
    add("BatchNorm1d", "buffers", {}, running_mean=0.0, running_var=1.0, num_batches_tracked=0)
    rows = nn.init.orthogonal_(torch.empty(3, 5), gain=2.0)
    if not torch.allclose(rows @ rows.T, 4 * torch.eye(3), atol=1e-5):
        raise ValueError("orthogonal is not")
    add("orthogonal", "wide", {"shape": [3, 5], "gain": 2.0}, rows_orthogonal=True)
    add("orthogonal", "tall", {"shape": [5, 3], "gain": 2.0}, rows_orthogonal=False)
