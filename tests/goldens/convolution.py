"""Convolutions in one and two dimensions, and transposed: odd sizes, strides, paddings, dilations and groups."""

import torch.nn.functional as F

from cases import Table, shape_name
from encode import F64, normal, seed

# input, outputs, kernel, stride, padding, dilation, groups
PLANS = [
    ((2, 3, 7, 6), 4, (3, 3), (1, 1), (0, 0), (1, 1), 1), ((1, 2, 5, 9), 3, (3, 2), (2, 1), (1, 2), (1, 1), 1),
    ((2, 4, 6, 5), 6, (2, 3), (1, 2), (1, 1), (2, 1), 2), ((1, 3, 5, 5), 3, (3, 3), (1, 1), (1, 1), (1, 1), 3),
    ((1, 1, 1, 1), 2, (1, 1), (1, 1), (0, 0), (1, 1), 1), ((2, 2, 4, 5), 1, (4, 5), (1, 1), (0, 0), (1, 1), 1),
    ((0, 2, 5, 5), 3, (3, 3), (1, 1), (1, 1), (1, 1), 1), ((2, 5, 6), 2, (3, 3), (3, 3), (2, 2), (1, 2), 1),
    ((1, 2, 3, 33), 5, (1, 5), (1, 1), (0, 2), (1, 1), 1), ((2, 3, 9, 9), 7, (1, 1), (2, 2), (0, 0), (1, 1), 1),
    ((1, 1, 12, 13), 2, (3, 3), (3, 2), (4, 4), (3, 2), 1), ((3, 2, 8, 8), 9, (5, 5), (1, 1), (0, 0), (1, 1), 1),
]
REFUSED = [
    ((1, 3, 4, 4), (2, 2, 3, 3), (1, 1), (0, 0), (1, 1), 1), ((1, 2, 4, 4), (2, 2, 5, 3), (1, 1), (0, 0), (1, 1), 1),
    ((1, 2, 4, 4), (2, 2, 3, 3), (0, 1), (0, 0), (1, 1), 1), ((1, 2, 4, 4), (2, 2, 3, 3), (1, 1), (0, -1), (1, 1), 1),
    ((1, 2, 4, 4), (2, 2, 2, 2), (1, 1), (0, 0), (4, 1), 1), ((1, 2, 4, 4), (3, 1, 2, 2), (1, 1), (0, 0), (1, 1), 2),
    ((4, 4), (2, 1, 2, 2), (1, 1), (0, 0), (1, 1), 1),
]


def make():
    table = Table()
    images(table)
    same(table)
    lines(table)
    transposed(table)
    return {"cases": table.cases}


def arguments(stride, padding, dilation, groups):
    return {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}


def images(table):
    for shape, outputs, kernel, stride, padding, dilation, groups in PLANS:
        seed("conv2d", shape, kernel)
        weight = (outputs, shape[-3] // groups, *kernel)
        name = f"{shape_name(shape, weight)}-{stride}-{padding}-{dilation}-{groups}".replace(" ", "")
        args = arguments(stride, padding, dilation, groups)
        operands = [normal(*shape), normal(*weight), normal(outputs)]
        table.add("conv2d", name, lambda x, w, b: F.conv2d(x, w, b, stride, padding, dilation, groups), operands, args)
        table.add("conv2d", f"{name}-no-bias", lambda x, w: F.conv2d(x, w, None, stride, padding, dilation, groups),
                  operands[:2], args)
        table.add("conv2d", f"{name}-float64", lambda x, w, b: F.conv2d(x, w, b, stride, padding, dilation, groups),
                  [t.to(F64) for t in operands], args)
    for shape, weight, stride, padding, dilation, groups in REFUSED:
        seed("conv2d", "refused", shape, weight)
        table.add("conv2d", f"refused-{shape_name(shape, weight)}-{stride}-{padding}-{dilation}".replace(" ", ""),
                  lambda x, w: F.conv2d(x, w, None, stride, padding, dilation, groups),
                  [normal(*shape), normal(*weight)], arguments(stride, padding, dilation, groups))


def same(table):
    for kernel, dilation in [((3, 3), (1, 1)), ((2, 4), (1, 1)), ((5, 2), (2, 3)), ((1, 1), (1, 1))]:
        seed("conv2d", "same", kernel)
        args = {"stride": (1, 1), "padding": "same", "dilation": dilation, "groups": 1}
        table.add("conv2d", f"same-{kernel}-{dilation}".replace(" ", ""),
                  lambda x, w: F.conv2d(x, w, None, 1, "same", dilation), [normal(2, 2, 6, 7), normal(3, 2, *kernel)],
                  args)
    args = {"stride": (2, 2), "padding": "same", "dilation": (1, 1), "groups": 1}
    table.add("conv2d", "same-with-stride", lambda x, w: F.conv2d(x, w, None, 2, "same"),
              [normal(1, 1, 5, 5), normal(1, 1, 3, 3)], args)


def lines(table):
    for shape, weight, stride, padding, dilation, groups in [
            ((2, 3, 20), (4, 3, 3), 2, 1, 2, 1), ((3, 9), (1, 3, 2), 1, 0, 1, 1), ((1, 4, 11), (8, 2, 5), 3, 4, 1, 2),
            ((0, 2, 7), (1, 2, 3), 1, 1, 1, 1), ((2, 3, 4), (1, 3, 5), 1, 0, 1, 1)]:
        seed("conv1d", shape, weight)
        args = arguments(stride, padding, dilation, groups)
        table.add("conv1d", f"{shape_name(shape, weight)}-{stride}-{padding}-{dilation}-{groups}",
                  lambda x, w, b: F.conv1d(x, w, b, stride, padding, dilation, groups),
                  [normal(*shape), normal(*weight), normal(weight[0])], args)


def transposed(table):
    for shape, weight, stride, padding, more, groups, dilation in [
            ((2, 3, 4, 5), (3, 2, 3, 3), (1, 1), (0, 0), (0, 0), 1, (1, 1)),
            ((1, 2, 3, 4), (2, 4, 2, 5), (2, 3), (1, 1), (1, 2), 1, (1, 1)),
            ((2, 4, 3, 4), (4, 3, 3, 2), (2, 2), (0, 1), (0, 0), 2, (2, 2)), ((3, 4, 5), (3, 1, 4, 4), (2, 2), (1, 1), (0, 0), 1, (1, 1)),
            ((0, 2, 3, 3), (2, 1, 2, 2), (1, 1), (0, 0), (0, 0), 1, (1, 1)), ((1, 1, 1, 1), (1, 1, 1, 1), (5, 5), (0, 0), (4, 4), 1, (1, 1)),
            ((1, 1, 2, 2), (1, 1, 2, 2), (1, 1), (0, 0), (1, 1), 1, (1, 1)), ((1, 1, 2, 2), (1, 1, 2, 2), (1, 1), (2, 2), (0, 0), 1, (1, 1)),
            ((1, 3, 2, 2), (2, 1, 2, 2), (1, 1), (0, 0), (0, 0), 1, (1, 1))]:
        seed("conv_transpose2d", shape, weight, stride)
        args = {**arguments(stride, padding, dilation, groups), "more": more}
        operands = [normal(*shape), normal(*weight), normal(weight[1] * groups)]
        table.add("conv_transpose2d", f"{shape_name(shape, weight)}-{stride}-{padding}-{more}-{dilation}".replace(" ", ""),
                  lambda x, w, b: F.conv_transpose2d(x, w, b, stride, padding, more, groups, dilation), operands, args)
