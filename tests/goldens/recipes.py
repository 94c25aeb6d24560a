"""Small networks beside the recipe's layers that name them: names, numbers and gradients, in the form of layers.py."""

import torch
from torch import nn

from encode import F32, F64, normal, seed
from layers import collector


class Residual(nn.Module):
    def __init__(self, body, skip=None, activate=True):
        super().__init__()
        self.body = body
        self.skip = skip or nn.Identity()
        self.activate = activate

    def forward(self, x):
        y = self.body(x) + self.skip(x)
        return torch.relu(y) if self.activate else y


class Block(nn.Module):
    def __init__(self, inputs, channels, kernel=3, stride=1, norm=True, activate=True):
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, kernel, stride, kernel // 2, bias=not norm)
        self.norm = nn.BatchNorm2d(channels) if norm else nn.Identity()
        self.activate = activate

    def forward(self, x):
        y = self.norm(self.conv(x))
        return torch.relu(y) if self.activate else y


def layer(name, **more):
    return {"type": name, **more}


def make():
    cases, add = collector()

    def network(case, layers, modules, shape, dtype=F32, modes=("train", "eval")):
        seed("recipes", case)
        add("network", case, nn.Sequential(*modules), [normal(2, *shape, dtype=dtype) for _ in modes],
            {"layers": layers, "input": list(shape)}, dtype, modes)

    plain(network)
    residual(network)
    resized(network)
    return {"cases": cases}


def plain(network):
    network("tutorial", [
        layer("conv", channels=4, kernel=3), layer("relu"), layer("max-pool", kernel=2),
        layer("conv", channels=5, kernel=2), layer("relu"), layer("avg-pool", kernel=2, stride=1), layer("flatten"),
        layer("linear", outputs=6), layer("relu"), layer("linear", outputs="classes")],
        [nn.Conv2d(3, 4, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 5, 2), nn.ReLU(), nn.AvgPool2d(2, 1),
         nn.Flatten(), nn.Linear(10, 6), nn.ReLU(), nn.Linear(6, 3)], (3, 8, 10))
    network("odd-arguments", [
        layer("conv", channels=6, kernel=[3, 2], stride=[1, 2], padding=[2, 1], dilation=[2, 1], groups=3, bias=False),
        layer("group-norm", groups=2), layer("max-pool", kernel=3, stride=2, padding=1, ceil=True),
        layer("conv", channels=4, kernel=[2, 3], padding="same"), layer("instance-norm", affine=True),
        layer("adaptive-avg-pool", size=[2, 1]), layer("layer-norm", dimensions=3), layer("flatten"),
        layer("linear", outputs="classes")],
        [nn.Conv2d(3, 6, (3, 2), (1, 2), (2, 1), (2, 1), 3, False), nn.GroupNorm(2, 6),
         nn.MaxPool2d(3, 2, 1, ceil_mode=True), nn.Conv2d(6, 4, (2, 3), padding="same"),
         nn.InstanceNorm2d(4, affine=True), nn.AdaptiveAvgPool2d((2, 1)), nn.LayerNorm([4, 2, 1]), nn.Flatten(),
         nn.Linear(8, 3)], (3, 7, 9))


def body(inputs, channels, stride):
    layers = [layer("conv", channels=channels, kernel=3, stride=stride, padding=1, bias=False), layer("batch-norm"),
              layer("relu"), layer("conv", channels=channels, kernel=3, padding=1, bias=False), layer("batch-norm")]
    modules = [nn.Conv2d(inputs, channels, 3, stride, 1, bias=False), nn.BatchNorm2d(channels), nn.ReLU(),
               nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels)]
    return layers, nn.Sequential(*modules)


def residual(network):
    for dtype in (F32, F64):
        first, first_body = body(4, 4, 1)
        second, second_body = body(4, 6, 2)
        network("resnet" if dtype == F32 else "float64", [
            layer("conv", channels=4, kernel=3, padding=1, bias=False), layer("batch-norm"), layer("relu"),
            layer("residual", layers=first), layer("residual", layers=second), layer("adaptive-avg-pool", size=1),
            layer("flatten"), layer("linear", outputs="classes")],
            [nn.Conv2d(3, 4, 3, 1, 1, bias=False), nn.BatchNorm2d(4), nn.ReLU(), Residual(first_body),
             Residual(second_body, nn.Sequential(nn.Conv2d(4, 6, 1, 2, bias=False), nn.BatchNorm2d(6))),
             nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(6, 3)], (3, 7, 6), dtype)
    network("blocks", [
        layer("block", channels=4), layer("block", channels=5, kernel=1, stride=2, activation="none"),
        layer("residual", layers=[layer("block", channels=5, norm=False)], skip=[layer("tanh")], activation="none"),
        layer("flatten"), layer("linear", outputs="classes")],
        [Block(3, 4), Block(4, 5, 1, 2, activate=False),
         Residual(nn.Sequential(Block(5, 5, norm=False)), nn.Sequential(nn.Tanh()), activate=False), nn.Flatten(),
         nn.Linear(30, 3)], (3, 6, 3))


def resized(network):
    network("resized", [
        layer("conv", channels=4, kernel=1), layer("pixel-shuffle", factor=2), layer("upsample", scale=2),
        layer("upsample", scale=3, mode="bilinear"), layer("adaptive-max-pool", size=[2, 1]), layer("flatten"),
        layer("linear", outputs="classes")],
        [nn.Conv2d(2, 4, 1), nn.PixelShuffle(2), nn.Upsample(scale_factor=2),
         nn.Upsample(scale_factor=3, mode="bilinear"), nn.AdaptiveMaxPool2d((2, 1)), nn.Flatten(), nn.Linear(2, 3)],
        (2, 3, 2))
