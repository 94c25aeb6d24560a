"""Layers: outputs, gradients of input and parameters, buffers; initial values are given as a state dict."""

import torch
from torch import nn

from encode import F32, F64, integers, normal, positive, seed


def collector():
    """An empty list of cases, and what adds to it."""
    cases = []

    def add(layer, case, module, inputs, args, dtype=F32, modes=("train",)):
        """One step per input, in the given modes; gradients are those of sum(output * dy), zeroed before each step."""
        seed(layer, case)
        module = module.to(dtype)
        with torch.no_grad():
            for name, p in module.named_parameters():
                p.copy_(normal(*p.shape, dtype=dtype, scale=0.5))
                if isinstance(module, nn.Embedding) and module.padding_idx is not None:
                    p[module.padding_idx] = 0
        state = {k: v.clone() for k, v in module.state_dict().items()}
        steps = []
        for mode, x in zip(modes, inputs):
            module.train(mode == "train")
            module.zero_grad()
            x = x.clone().requires_grad_() if x.is_floating_point() else x
            step = {"mode": mode, "input": x}
            steps.append(step)
            try:
                y = module(x)
            except (RuntimeError, ValueError, IndexError) as error:
                step["throws"] = type(error).__name__
                continue
            dy = normal(*y.shape, dtype=dtype, digits=2)
            y.backward(dy)
            step.update(output=y, dy=dy, input_grad=x.grad if x.is_floating_point() else None,
                        grads={k: p.grad for k, p in module.named_parameters()},
                        buffers={k: b.clone() for k, b in module.named_buffers()})
        cases.append({"layer": layer, "case": case, "args": args, "state": state, "steps": steps})

    return cases, add


def make():
    cases, add = collector()
    linear(add)
    norms(add)
    batch_norm(add)
    embedding(add)
    activations(add)
    networks(add)
    return {"cases": cases}


def linear(add):
    for bias in (True, False):
        for shape in [(5,), (4, 5), (2, 3, 5), (0, 5), (1, 5)]:
            seed("linear", shape)
            add("Linear", f"{'x'.join(map(str, shape))}-{'bias' if bias else 'no-bias'}", nn.Linear(5, 3, bias),
                [normal(*shape)], {"in_features": 5, "out_features": 3, "bias": bias})
    seed("linear", "more")
    add("Linear", "9x17-to-8", nn.Linear(17, 8), [normal(9, 17)], {"in_features": 17, "out_features": 8, "bias": True})
    add("Linear", "float64", nn.Linear(5, 3), [normal(4, 5, dtype=F64)],
        {"in_features": 5, "out_features": 3, "bias": True}, F64)
    add("Linear", "wrong-width", nn.Linear(5, 3), [normal(4, 6)], {"in_features": 5, "out_features": 3, "bias": True})


def norms(add):
    for shape, over in [((4, 6), [6]), ((2, 3, 5), [5]), ((2, 3, 5), [3, 5]), ((7,), [7]), ((0, 6), [6]), ((3, 1), [1]),
                        ((2, 17), [17])]:
        for affine, bias, eps in [(True, True, 1e-5), (True, False, 1e-5), (False, True, 1e-5), (True, True, 0.1)]:
            seed("layer_norm", shape)
            args = {"normalized_shape": over, "eps": eps, "elementwise_affine": affine, "bias": bias}
            add("LayerNorm", f"{'x'.join(map(str, shape))}-over-{'x'.join(map(str, over))}-affine-{affine}-"
                f"bias-{bias}-eps-{eps}".lower(), nn.LayerNorm(over, eps, affine, bias), [normal(*shape)], args)
    seed("layer_norm", "more")
    args = {"normalized_shape": [6], "eps": 1e-5, "elementwise_affine": True, "bias": True}
    add("LayerNorm", "float64", nn.LayerNorm(6), [normal(4, 6, dtype=F64)], args, F64)
    add("LayerNorm", "far-from-zero", nn.LayerNorm(6), [normal(2, 6) + 1000], args)
    add("LayerNorm", "constant", nn.LayerNorm(6), [torch.full((2, 6), 3.0)], args)


def batch_norm(add):
    modes = ("train", "train", "eval")
    for shape in [(4, 3), (4, 3, 5), (9, 3), (2, 3, 1)]:
        for affine, momentum, track in [(True, 0.1, True), (True, None, True), (False, 0.1, True), (True, 0.3, True),
                                        (True, 0.1, False)]:
            seed("batch_norm", shape)
            args = {"num_features": 3, "eps": 1e-5, "momentum": momentum, "affine": affine,
                    "track_running_stats": track}
            add("BatchNorm1d", f"{'x'.join(map(str, shape))}-affine-{affine}-momentum-{momentum}-track-{track}".lower(),
                nn.BatchNorm1d(3, 1e-5, momentum, affine, track), [normal(*shape) for _ in modes], args, modes=modes)
    seed("batch_norm", "more")
    args = {"num_features": 3, "eps": 1e-5, "momentum": 0.1, "affine": True, "track_running_stats": True}
    add("BatchNorm1d", "float64", nn.BatchNorm1d(3), [normal(4, 3, dtype=F64) for _ in modes], args, F64, modes)
    add("BatchNorm1d", "one-sample-train", nn.BatchNorm1d(3), [normal(1, 3)], args)
    add("BatchNorm1d", "one-sample-eval", nn.BatchNorm1d(3), [normal(1, 3)], args, modes=("eval",))
    add("BatchNorm1d", "eval-before-training", nn.BatchNorm1d(3), [normal(4, 3)], args, modes=("eval",))
    add("BatchNorm1d", "wrong-width", nn.BatchNorm1d(3), [normal(4, 2)], args)
    add("BatchNorm1d", "one-dimension", nn.BatchNorm1d(3), [normal(3)], args)
    add("BatchNorm1d", "four-dimensions", nn.BatchNorm1d(3), [normal(2, 3, 2, 2)], args)


def embedding(add):
    for case, index, padding in [
            ("vector", torch.tensor([1, 4, 1, 0]), None), ("matrix", integers(2, 3, low=0, high=5), None),
            ("scalar", torch.tensor(2), None), ("empty", torch.tensor([], dtype=torch.int64), None),
            ("padding-0", torch.tensor([0, 1, 0, 4]), 0), ("padding-last", torch.tensor([4, 1]), -1),
            ("out-of-range", torch.tensor([5]), None), ("negative", torch.tensor([-1]), None)]:
        add("Embedding", case, nn.Embedding(5, 3, padding), [index],
            {"num_embeddings": 5, "embedding_dim": 3, "padding_idx": padding})


def activations(add):
    made = [("ReLU", nn.ReLU(), {}), ("LeakyReLU", nn.LeakyReLU(), {}),
            ("LeakyReLU", nn.LeakyReLU(0.2), {"negative_slope": 0.2}),
            ("ELU", nn.ELU(), {}), ("ELU", nn.ELU(0.5), {"alpha": 0.5}), ("GELU", nn.GELU(), {}),
            ("GELU", nn.GELU("tanh"), {"approximate": "tanh"}), ("SiLU", nn.SiLU(), {}), ("Sigmoid", nn.Sigmoid(), {}),
            ("Tanh", nn.Tanh(), {}), ("Softplus", nn.Softplus(), {}), ("Softmax", nn.Softmax(1), {"dim": 1}),
            ("LogSoftmax", nn.LogSoftmax(1), {"dim": 1}), ("Identity", nn.Identity(), {})]
    for layer, module, args in made:
        seed(layer, args)
        add(layer, "3x5" + "".join(f"-{k}-{v}" for k, v in args.items()), module, [normal(3, 5)], args)
    for shape, start, end in [((2, 3, 4), 1, -1), ((2, 3, 4), 0, -1), ((2, 3, 4), 0, 1), ((2, 3, 4, 2), 1, 2),
                              ((5,), 0, -1), ((0, 3, 2), 1, -1), ((2, 3), 1, -1)]:
        seed("flatten", shape)
        add("Flatten", f"{'x'.join(map(str, shape))}-{start}-{end}", nn.Flatten(start, end), [normal(*shape)],
            {"start_dim": start, "end_dim": end})
    add("Dropout", "eval", nn.Dropout(0.5), [normal(3, 4)], {"p": 0.5}, modes=("eval",))
    add("Dropout", "train-p-0", nn.Dropout(0.0), [normal(3, 4)], {"p": 0.0})
    add("Dropout", "train-p-1", nn.Dropout(1.0), [normal(3, 4)], {"p": 1.0})


def networks(add):
    seed("sequential")
    add("Sequential", "linear-relu-linear", nn.Sequential(nn.Linear(7, 10), nn.ReLU(), nn.Linear(10, 3)),
        [normal(4, 7)], {"modules": ["Linear(7,10)", "ReLU", "Linear(10,3)"]})
    add("Sequential", "linear-sigmoid-linear-sigmoid",
        nn.Sequential(nn.Linear(7, 10), nn.Sigmoid(), nn.Linear(10, 3), nn.Sigmoid()), [normal(4, 7)],
        {"modules": ["Linear(7,10)", "Sigmoid", "Linear(10,3)", "Sigmoid"]})
    add("Sequential", "flatten-linear-batchnorm-tanh-linear",
        nn.Sequential(nn.Flatten(), nn.Linear(6, 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Linear(4, 2)),
        [normal(5, 2, 3), normal(5, 2, 3), normal(5, 2, 3)],
        {"modules": ["Flatten", "Linear(6,4)", "BatchNorm1d(4)", "Tanh", "Linear(4,2)"]},
        modes=("train", "train", "eval"))
