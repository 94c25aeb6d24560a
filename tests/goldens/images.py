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
    upsample(table)
    edges(table)
    columns(table)
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


def upsample(table):
    targets = [{"size": (8, 10)}, {"size": (3, 7)}, {"size": (5, 4)}, {"size": (1, 1)}, {"size": (13, 2)},
               {"scale": 2.0}, {"scale": 3.0}, {"scale": 0.6}, {"scale": 1.7}, {"scale": 41.0}]
    for mode, corners in (("nearest", None), ("bilinear", False), ("bilinear", True)):
        for shape in [(1, 2, 5, 4), (1, 1, 1, 2), (0, 2, 3, 3)]:
            for target in targets:
                # 1/41 is rounded down, which moves some of the nearest by one.
                if target.get("scale") == 41.0 and (mode, shape) != ("nearest", (1, 1, 1, 2)):
                    continue
                seed("upsample", shape)
                args = {**target, "mode": mode, "corners": corners}
                name = "-".join([shape_name(shape), *(f"{k}-{v}" for k, v in args.items())]).replace(" ", "").lower()
                table.add("upsample", name, lambda t: F.interpolate(
                    t, target.get("size"), target.get("scale"), mode, corners), [normal(*shape)], args)
    for mode, corners in (("nearest", None), ("bilinear", False), ("bilinear", True)):
        table.add("upsample", f"float64-{mode}-{corners}".lower(), lambda t: F.interpolate(
            t, (7, 9), None, mode, corners), [normal(1, 2, 5, 4, dtype=F64)],
            {"size": (7, 9), "mode": mode, "corners": corners})
    table.add("upsample", "infinity", lambda t: F.interpolate(t, (4, 6), None, "bilinear", False),
              [f32([[[[1, 2, INF], [3, -INF, 4]]]])], {"size": (4, 6), "mode": "bilinear", "corners": False},
              torch.ones(()))
    table.add("upsample", "nothing-left", lambda t: F.interpolate(t, scale_factor=0.1), [normal(1, 1, 3, 3)],
              {"scale": 0.1, "mode": "nearest", "corners": None})
    table.add("upsample", "three-dimensions", lambda t: F.interpolate(t, (4, 4), None, "bilinear"), [normal(1, 3, 3)],
              {"size": (4, 4), "mode": "bilinear", "corners": False})
    for shape, factor in [((8, 2, 3), 2), ((2, 9, 2, 1), 3), ((2, 2, 4, 3, 3), 2), ((7, 2, 2), 2),
                          ((8, 2), 2)]:
        seed("shuffle", shape)
        table.add("pixel_shuffle", f"{shape_name(shape)}-{factor}", lambda t: F.pixel_shuffle(t, factor),
                  [normal(*shape)], {"factor": factor})
    for shape, factor in [((2, 4, 6), 2), ((2, 1, 6, 3), 3), ((1, 2, 5, 4), 2), ((4, 4), 2)]:
        seed("unshuffle", shape)
        table.add("pixel_unshuffle", f"{shape_name(shape)}-{factor}", lambda t: F.pixel_unshuffle(t, factor),
                  [normal(*shape)], {"factor": factor})


def edges(table):
    for shape, pad in [((1, 2, 3, 4), (1, 2, 2, 0)), ((2, 5, 4), (3, 3, 4, 4)), ((1, 1, 3, 3), (-1, 1, -2, 0)),
                       ((2, 3, 5), (4, 1)), ((3, 5), (2, 0)), ((0, 2, 3, 3), (1, 1, 1, 1)), ((1, 1, 3, 3), (0, 0, 0, 3)),
                       ((1, 1, 3, 1), (0, 1, 1, 0)), ((1, 1, 3, 3), (9, 2, 7, 8))]:
        for mode in ("reflect", "replicate"):
            seed("pad", shape, pad)
            table.add("pad_edges", f"{shape_name(shape)}-{pad}-{mode}".replace(" ", ""), lambda t: F.pad(t, pad, mode),
                      [normal(*shape)], {"pad": pad, "mode": mode})


def columns(table):
    # kernel, dilation, padding, stride
    for plan in [((2, 2), (1, 1), (0, 0), (1, 1)), ((3, 2), (1, 2), (2, 1), (2, 1)), ((2, 3), (2, 1), (0, 3), (3, 2)),
                 ((1, 1), (1, 1), (0, 0), (2, 2)), ((5, 4), (1, 1), (0, 0), (1, 1))]:
        for shape in [(1, 2, 5, 4), (2, 4, 5), (0, 1, 5, 6)]:
            seed("unfold", shape, plan)
            kernel, dilation, padding, stride = plan
            name = f"{shape_name(shape)}-{kernel}-{dilation}-{padding}-{stride}".replace(" ", "")
            args = {"kernel": kernel, "dilation": dilation, "padding": padding, "stride": stride}
            table.add("unfold", name, lambda t: F.unfold(t, kernel, dilation, padding, stride), [normal(*shape)], args)
            try:
                blocks = F.unfold(torch.zeros(shape), kernel, dilation, padding, stride)
            except RuntimeError:
                continue
            table.add("fold", name, lambda t: F.fold(t, shape[-2:], kernel, dilation, padding, stride),
                      [normal(*blocks.shape)], {"size": shape[-2:], **args})
    args = {"kernel": (2, 2), "size": (3, 3)}
    table.add("fold", "wrong-count", lambda t: F.fold(t, (3, 3), 2), [normal(2, 8, 5)], args)
    table.add("fold", "wrong-channels", lambda t: F.fold(t, (3, 3), 2), [normal(2, 7, 4)], args)
