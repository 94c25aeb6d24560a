"""Windows over lines and images: pooling, up-sampling, padding by reflection, unfold and fold."""

import torch
import torch.nn.functional as F

from cases import INF, NAN, Table, f32, shape_name
from encode import F64, distinct, normal, seed


def make():
    table = Table()
    pools(table)
    specials(table)
    adaptive(table)
    return {"cases": table.cases}


def windows(x, kernel, stride, padding):
    """Every window of images, padded with NaN: [n, c, outputs, places], and the output's size."""
    x = F.pad(x, (padding[1], padding[1], padding[0], padding[0]), value=NAN)
    n, c, h, w = x.shape
    size = [(h - kernel[0]) // stride[0] + 1, (w - kernel[1]) // stride[1] + 1]
    blocks = F.unfold(x.reshape(n * c, 1, h, w), kernel, stride=stride)
    return blocks.transpose(1, 2).reshape(n, c, -1, kernel[0] * kernel[1]), size


def median_pool2d(x, kernel, stride=None, padding=(0, 0)):
    blocks, size = windows(x, kernel, stride or kernel, padding)
    return blocks.nanmedian(-1)[0].reshape(*x.shape[:2], *size)


# kernel, stride, padding, dilation, ceil mode
PLANS = [
    ((2, 2), (2, 2), (0, 0), (1, 1), False), ((3, 3), (2, 2), (1, 1), (1, 1), False),
    ((3, 2), (1, 3), (1, 0), (1, 1), True), ((2, 3), (2, 1), (1, 1), (2, 2), False),
    ((3, 3), (2, 2), (0, 0), (1, 1), True), ((1, 4), (3, 2), (0, 2), (3, 1), True),
    ((5, 5), (5, 5), (2, 2), (1, 1), False), ((3, 3), (1, 1), (1, 1), (2, 1), True),
]
SHAPES = [(1, 1, 5, 5), (2, 2, 7, 6), (2, 5, 9), (1, 1, 4, 35), (0, 2, 5, 5), (1, 1, 3, 1)]


def pools(table):
    for kernel, stride, padding, dilation, ceil in PLANS:
        label = f"{kernel}-{stride}-{padding}-{dilation}-{ceil}".replace(" ", "").lower()
        for shape in SHAPES:
            seed("pool", shape, label)
            name = f"{shape_name(shape)}-{label}"
            args = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil": ceil}
            x = distinct(*shape)
            table.add("max_pool2d", name, lambda t: F.max_pool2d(t, kernel, stride, padding, dilation, ceil), [x], args)
            if shape == (2, 2, 7, 6):
                table.add("min_pool2d", name, lambda t: -F.max_pool2d(-t, kernel, stride, padding, dilation, ceil), [x],
                          args)
            line = x.reshape(-1, *shape[-2:])
            args = {"kernel": kernel[1], "stride": stride[1], "padding": padding[1], "dilation": dilation[1],
                    "ceil": ceil}
            table.add("max_pool1d", name, lambda t: F.max_pool1d(
                t, kernel[1], stride[1], padding[1], dilation[1], ceil), [line], args)
            averages(table, shape, name, (kernel, stride, padding, ceil))
            if dilation == (1, 1) and not ceil and len(shape) == 4 and shape[0] > 0:
                args = {"kernel": kernel, "stride": stride, "padding": padding}
                table.add("median_pool2d", name, lambda t: median_pool2d(t, kernel, stride, padding), [x], args)
    for op, function in (("max_pool2d", F.max_pool2d), ("avg_pool2d", F.avg_pool2d)):
        seed(op, "more")
        table.add(op, "default-stride", lambda t: function(t, 3), [normal(1, 2, 7, 7)], {"kernel": [3, 3]})
        table.add(op, "float64", lambda t: function(t, 3, 2, 1), [normal(1, 2, 7, 9, dtype=F64)],
                  {"kernel": [3, 3], "stride": [2, 2], "padding": [1, 1]})
        table.add(op, "padding-too-large", lambda t: function(t, 3, 2, 2), [normal(1, 2, 7, 7)],
                  {"kernel": [3, 3], "stride": [2, 2], "padding": [2, 2]})
        table.add(op, "two-dimensions", lambda t: function(t, 2), [normal(4, 4)], {"kernel": [2, 2]})
        table.add(op, "no-rows", lambda t: function(t, 2), [normal(1, 1, 0, 4)], {"kernel": [2, 2]})


def averages(table, shape, name, plan):
    kernel, stride, padding, ceil = plan
    seed("avg_pool", shape, name)
    x = normal(*shape, digits=2)
    args = {"kernel": kernel, "stride": stride, "padding": padding, "ceil": ceil}
    for count, divisor in ((True, None), (False, None), (False, -5)):
        if divisor and shape != (2, 2, 7, 6):
            continue
        table.add("avg_pool2d", f"{name}-{count}-{divisor}".lower(), lambda t: F.avg_pool2d(
            t, kernel, stride, padding, ceil, count, divisor), [x], {**args, "count": count, "divisor": divisor})
    args = {"kernel": kernel[1], "stride": stride[1], "padding": padding[1], "ceil": ceil, "count": False}
    table.add("avg_pool1d", name, lambda t: F.avg_pool1d(
        t, kernel[1], stride[1], padding[1], ceil, False), [x.reshape(-1, *shape[-2:])], args)


def specials(table):
    args = {"kernel": [2, 2], "stride": [2, 2], "padding": [0, 0], "dilation": [1, 1], "ceil": False}
    wide = torch.tile(f32([[NAN, 1, 2, 2, -INF, -INF, 3, NAN], [2, NAN, 2, 1, -INF, -INF, INF, 0]]), (1, 1, 1, 3))
    narrow = wide[..., :8].clone()
    for name, x in (("narrow", narrow), ("wide", wide)):
        for op, function in (("max_pool2d", lambda t: F.max_pool2d(t, 2)),
                             ("min_pool2d", lambda t: -F.max_pool2d(-t, 2))):
            table.add(op, f"nan-infinity-and-ties-{name}", function, [x], args, torch.ones(()))
        table.add("avg_pool2d", f"nan-and-infinity-{name}", lambda t: F.avg_pool2d(t, 2), [x], args, torch.ones(()))


def adaptive(table):
    for shape, size in [((1, 1, 5, 5), (3, 3)), ((2, 3, 7, 6), (1, 1)), ((2, 5, 9), (4, 2)), ((1, 1, 6, 35), (6, 8)),
                        ((0, 2, 5, 5), (2, 2)), ((1, 1, 3, 4), (5, 7)), ((2, 1, 4, 4), (2, 2)),]:
        seed("adaptive", shape, size)
        name, x = f"{shape_name(shape)}-to-{size[0]}x{size[1]}", distinct(*shape)
        line = x.reshape(-1, *shape[-2:])
        table.add("adaptive_avg_pool2d", name, lambda t: F.adaptive_avg_pool2d(t, size), [x], {"size": size})
        table.add("adaptive_max_pool2d", name, lambda t: F.adaptive_max_pool2d(t, size), [x], {"size": size})
        table.add("adaptive_avg_pool1d", name, lambda t: F.adaptive_avg_pool1d(t, size[1]), [line], {"size": size[1]})
        table.add("adaptive_max_pool1d", name, lambda t: F.adaptive_max_pool1d(t, size[1]), [line], {"size": size[1]})
    table.add("adaptive_avg_pool2d", "no-rows", lambda t: F.adaptive_avg_pool2d(t, 2), [torch.zeros(1, 1, 0, 3)],
              {"size": (2, 2)})
