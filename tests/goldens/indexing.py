"""Views and indexing: Python expressions over x, and assignments into it, with what they give."""

import torch

from encode import F32, integers, seed

READS = """
x[1]
x[-1, ..., 2]
x[:, 1:3, ::2]
x[0, :, -2:]
x[:, :, 1:100]
x[1:1]
x[..., 1::3]
x[None, 0, ..., None]
x[i]
x[:, j]
x[:, j, :, k]
x[i, j]
x[0, j, :, k]
x[:, j, k]
x[i[:, None], :, k[None]]
x[..., k]
x[torch.tensor(1)]
x[:, 1, j]
x[x > 50]
x[:, m]
x[m2]
x[m2, :, k]
x[0:0, m]
x.permute(3, 1, 0, 2)[1:3]
x.transpose(0, 2).reshape(6, -1)
x.flatten(1, 2)
x.flatten(-2)
x.unflatten(-1, (5, 1))
x[0, 0, 0].expand(2, 3, -1)
x[:, :1].expand(-1, 3, -1, -1)
x[0, 0].repeat(2, 1, 2)
x.squeeze(0)
x[:, :1, :, :1].squeeze()
x[0].unsqueeze(1)
x.unsqueeze(-1)
x.roll(3)
x.roll(-1, -1)
x.flip(1, -1)
x.narrow(2, 1, 2)
x.select(-1, -1)
x[0].mT
x.sum((0, -1))
x.permute(2, 0, 3, 1).sum(1)
x.permute(2, 0, 3, 1).amax((0, 3))
x.mT.cumsum(2)
x.mT.min(-1)[0]
x.topk(2, 1)[0]
x.mT.sort(2, descending=True)[0]
x.gather(3, k.expand(2, 3, 4, 3))
torch.cat([x[0], x[1].flip(0)], -1)
torch.stack([x[0, 0], x[1, 1]], -1)
torch.stack(x.split(2, 3)[:2])
torch.cat(x.chunk(2, 1)[::-1], 1)
torch.where(x[:1] > 5, x, x[0, 0])
x.masked_fill(m, 3.5)
x[2]
x[..., 5]
x[0, 0, 0, 0, 0]
x[m2[0]]
x[i, k[:2]]
x[:, :, 4 + k]
x.reshape(7, -1)
x.permute(0, 1, 2)
x.expand(2, 3, 4, 6)
x.transpose(0, 4)
""".split("\n")[1:-1]

WRITES = """
x[0] = x[1]
x[:, 1] = 7.0
x[..., ::2] = y[:3]
x[i] = 1.5
x[:, j, :, k] = y[:3, None, None] + 1
x[x > 50] = -1.0
x[m2] = y[3]
x[:, m] = 0.25
x[1, 2, 3, 4] = 9.0
x[0] = y[:2]
x[2] = 0.0
""".split("\n")[1:-1]


def operands():
    x = torch.arange(120, dtype=F32).reshape(2, 3, 4, 5)
    return x, {
        "torch": torch,
        "y": torch.tensor([10.0, 20.0, 30.0, 40.0]),
        "i": torch.tensor([1, 0, -1]),
        "j": torch.tensor([2, -3, 1]),
        "k": torch.tensor([3, 0, 0]),
        "m": torch.arange(60).reshape(3, 4, 5) % 7 == 0,
        "m2": torch.tensor([[True, False, True], [False, True, False]]),
    }


def read(text):
    entry = {"indexing": "read", "case": text}
    x, names = operands()
    x.requires_grad_()
    seed("indexing", text)
    try:
        output = eval(text, {**names, "x": x})
    except (IndexError, RuntimeError) as error:
        return {**entry, "throws": type(error).__name__}
    dy = integers(*output.shape, dtype=F32)
    output.backward(dy)
    return {**entry, "output": output, "dy": dy, "grad": x.grad}


def write(text):
    entry = {"indexing": "write", "case": text}
    x, names = operands()
    try:
        exec(text, {**names, "x": x})
    except (IndexError, RuntimeError) as error:
        return {**entry, "throws": type(error).__name__}
    return {**entry, "output": x}


def make():
    return {"cases": [read(text) for text in READS] + [write(text) for text in WRITES]}
