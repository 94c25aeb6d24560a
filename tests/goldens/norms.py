"""Normalising layers over lines and images, and dropout of whole channels, in the form of layers.py."""

from torch import nn

from encode import F64, normal, seed
from layers import collector


def make():
    cases, add = collector()
    batch_norm(add)
    group_norm(add)
    instance_norm(add)
    layer_norm(add)
    dropout(add)
    return {"cases": cases}


def text(*shape):
    return "x".join(map(str, shape))


def batch_norm(add):
    modes = ("train", "train", "train", "eval")
    for shape in [(4, 3, 5, 2), (2, 3, 1, 1), (1, 3, 3, 3)]:
        for affine, momentum, track in [(True, 0.1, True), (True, None, True), (False, 0.3, True), (True, 0.1, False)]:
            seed("batch_norm_2d", shape)
            args = {"num_features": 3, "eps": 1e-5, "momentum": momentum, "affine": affine,
                    "track_running_stats": track}
            add("BatchNorm2d", f"{text(*shape)}-affine-{affine}-momentum-{momentum}-track-{track}".lower(),
                nn.BatchNorm2d(3, 1e-5, momentum, affine, track), [normal(*shape) for _ in modes], args, modes=modes)
    seed("batch_norm_2d", "more")
    args = {"num_features": 2, "eps": 1e-5, "momentum": 0.1, "affine": True, "track_running_stats": True}
    add("BatchNorm2d", "9x2x4x5", nn.BatchNorm2d(2), [normal(9, 2, 4, 5)], args)
    args = {"num_features": 3, "eps": 1e-5, "momentum": 0.1, "affine": True, "track_running_stats": True}
    modes = ("train", "eval")
    add("BatchNorm2d", "float64", nn.BatchNorm2d(3), [normal(4, 3, 2, 3, dtype=F64) for _ in modes], args, F64, modes)
    add("BatchNorm2d", "one-value", nn.BatchNorm2d(3), [normal(1, 3, 1, 1)], args)
    add("BatchNorm2d", "one-value-eval", nn.BatchNorm2d(3), [normal(1, 3, 1, 1)], args, modes=("eval",))
    add("BatchNorm2d", "no-samples", nn.BatchNorm2d(3), [normal(0, 3, 2, 2), normal(0, 3, 2, 2)], args, modes=modes)
    add("BatchNorm2d", "wrong-width", nn.BatchNorm2d(3), [normal(4, 2, 2, 2)], args)
    add("BatchNorm2d", "three-dimensions", nn.BatchNorm2d(3), [normal(4, 3, 2)], args)
    add("BatchNorm2d", "far-from-zero", nn.BatchNorm2d(3), [normal(4, 3, 3, 3) + 1000 for _ in modes], args,
        modes=modes)
    add("BatchNorm1d", "no-samples", nn.BatchNorm1d(3), [normal(0, 3), normal(0, 3)], args, modes=modes)


def group_norm(add):
    for shape in [(2, 6, 3, 3), (3, 6), (1, 6, 5), (0, 6, 2, 2), (4, 6, 1, 1)]:
        for groups in (1, 2, 3, 6):
            seed("group_norm", shape, groups)
            args = {"num_groups": groups, "num_channels": 6, "eps": 1e-5, "affine": True}
            add("GroupNorm", f"{text(*shape)}-groups-{groups}", nn.GroupNorm(groups, 6), [normal(*shape)], args)
    seed("group_norm", "more")
    args = {"num_groups": 2, "num_channels": 6, "eps": 0.1, "affine": False}
    add("GroupNorm", "plain", nn.GroupNorm(2, 6, 0.1, False), [normal(2, 6, 3, 2)], args)
    args = {"num_groups": 2, "num_channels": 6, "eps": 1e-5, "affine": True}
    add("GroupNorm", "float64", nn.GroupNorm(2, 6), [normal(2, 6, 3, 2, dtype=F64)], args, F64)
    add("GroupNorm", "one-value", nn.GroupNorm(6, 6), [normal(1, 6, 1)], {**args, "num_groups": 6})
    add("GroupNorm", "wrong-width", nn.GroupNorm(2, 6), [normal(2, 4, 3)], args)
    add("GroupNorm", "one-dimension", nn.GroupNorm(2, 6), [normal(6)], args)


def instance_norm(add):
    modes = ("train", "train", "eval")
    for layer, made, shapes in [("InstanceNorm1d", nn.InstanceNorm1d, [(4, 3, 5), (3, 5), (1, 3, 9), (0, 3, 4)]),
                                ("InstanceNorm2d", nn.InstanceNorm2d, [(2, 3, 5, 2), (3, 3, 2), (0, 3, 2, 2)])]:
        for shape in shapes:
            for affine, momentum, track in [(False, 0.1, False), (True, 0.1, False), (True, 0.3, True),
                                            (False, None, True)]:
                if shape[0] == 0 and (affine or track):
                    continue  # PyTorch fails in its own reshaping there; ours gives nothing
                seed(layer, shape)
                args = {"num_features": 3, "eps": 1e-5, "momentum": momentum, "affine": affine,
                        "track_running_stats": track}
                add(layer, f"{text(*shape)}-affine-{affine}-momentum-{momentum}-track-{track}".lower(),
                    made(3, 1e-5, momentum, affine, track), [normal(*shape) for _ in modes], args, modes=modes)
    seed("instance_norm", "more")
    args = {"num_features": 3, "eps": 1e-5, "momentum": 0.1, "affine": True, "track_running_stats": False}
    add("InstanceNorm2d", "float64", nn.InstanceNorm2d(3, affine=True), [normal(2, 3, 2, 3, dtype=F64)], args, F64)
    add("InstanceNorm2d", "one-value", nn.InstanceNorm2d(3, affine=True), [normal(2, 3, 1, 1)], args)
    add("InstanceNorm2d", "wrong-width", nn.InstanceNorm2d(3, affine=True), [normal(2, 4, 2, 2)], args)
    add("InstanceNorm1d", "wrong-rank", nn.InstanceNorm1d(3, affine=True), [normal(2, 3, 2, 2)], args)


def layer_norm(add):
    for shape, over in [((2, 3, 4, 2), [3, 4, 2]), ((2, 3, 4, 2), [4, 2]), ((2, 9, 3, 3), [9, 3, 3]),
                        ((0, 3, 2, 2), [3, 2, 2])]:
        for affine, bias in [(True, True), (True, False), (False, True)]:
            seed("layer_norm", shape)
            args = {"normalized_shape": over, "eps": 1e-5, "elementwise_affine": affine, "bias": bias}
            add("LayerNorm", f"{text(*shape)}-over-{text(*over)}-affine-{affine}-bias-{bias}".lower(),
                nn.LayerNorm(over, 1e-5, affine, bias), [normal(*shape)], args)
    seed("layer_norm", "more")
    args = {"normalized_shape": [3, 2], "eps": 1e-5, "elementwise_affine": True, "bias": True}
    add("LayerNorm", "wrong-sizes", nn.LayerNorm([3, 2]), [normal(3, 2, 3)], args)


def dropout(add):
    for layer, made, shape in [("Dropout1d", nn.Dropout1d, (2, 3, 4)), ("Dropout2d", nn.Dropout2d, (2, 3, 4, 5))]:
        seed(layer)
        add(layer, "eval", made(0.5), [normal(*shape)], {"p": 0.5}, modes=("eval",))
        add(layer, "train-p-0", made(0.0), [normal(*shape)], {"p": 0.0})
        add(layer, "train-p-1", made(1.0), [normal(*shape)], {"p": 1.0})
