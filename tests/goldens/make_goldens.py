#!/usr/bin/env python3
"""Makes the golden files beside it with real PyTorch. See README.md for the command."""

import pathlib
import sys
import time
import warnings

import torch

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import convolution  # noqa: E402
import encode  # noqa: E402
import ends  # noqa: E402
import images  # noqa: E402
import indexing  # noqa: E402
import initialisers  # noqa: E402
import layers  # noqa: E402
import losses  # noqa: E402
import norms  # noqa: E402
import optimizers  # noqa: E402
import ops_elementwise  # noqa: E402
import ops_reduce  # noqa: E402
import ops_shape  # noqa: E402
import printing  # noqa: E402
import promotion  # noqa: E402
import recipes  # noqa: E402
import transforms  # noqa: E402
from cases import Table  # noqa: E402


def ops():
    table = Table()
    for module in (ops_elementwise, ops_reduce, ops_shape):
        module.add_all(table)
    return {"cases": table.cases}


FILES = {
    "ops": ops,
    "images": images.make,
    "convolution": convolution.make,
    "ends": ends.make,
    "indexing": indexing.make,
    "promotion": promotion.make,
    "printing": printing.make,
    "layers": layers.make,
    "losses": losses.make,
    "norms": norms.make,
    "recipes": recipes.make,
    "optim": optimizers.make,
    "init": initialisers.make,
    "transforms": transforms.make,
}


def main():
    torch.set_num_threads(1)
    torch.backends.mkldnn.set_flags(False)  # PyTorch's own kernels: oneDNN's GELU of infinity is NaN
    warnings.simplefilter("ignore")  # a variance of one number and the like are asked for on purpose
    torch.use_deterministic_algorithms(True)
    for name in sys.argv[1:] or FILES:
        began = time.perf_counter()
        made = FILES[name]()
        path = HERE / f"{name}.json"
        encode.write(path, **made)
        print(f"{path.name}: {len(made['cases'])} cases, {path.stat().st_size:,} bytes, "
              f"{time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
