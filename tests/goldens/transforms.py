"""Images resized and mapped by affine matrices, which are multiplied and inverted here as whole matrices."""

import math

import torch
import torch.nn.functional as F

from encode import F32, F64, seed


def make():
    cases = []
    resizes(cases)
    affines(cases)
    return {"cases": cases}


def noise(*shape, dtype=F32):
    return (torch.rand(*shape, dtype=F64) * 1000).round().div(1000).to(dtype)


def resizes(cases):
    for shape, size in [((2, 3, 5, 7), (9, 4)), ((1, 1, 8, 8), (4, 4)), ((1, 2, 8, 6), (3, 2)), ((1, 1, 1, 1), (3, 2)),
                        ((1, 1, 4, 4), (4, 4)), ((1, 1, 3, 4), (1, 1)), ((1, 1, 9, 10), (7, 31)), ((1, 1, 2, 2), (5, 5))]:
        for antialias in (False, True):
            for dtype in (F32, F64):
                seed("resize", shape, size)
                x = noise(*shape, dtype=dtype)
                y = F.interpolate(x, size, mode="bilinear", align_corners=False, antialias=antialias)
                cases.append({"op": "resize", "size": list(size), "antialias": antialias, "input": x, "output": y})


def matrix(degrees, translate, scale, shear, height, width):
    """From the source to the output in pixels from the image's upper left corner, as a 3x3 matrix."""
    def square(rows):
        return torch.tensor(rows, dtype=F64)
    angle, shear_x, shear_y = (math.radians(v) for v in (degrees, *shear))
    turn = square([[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0], [0, 0, 1]])
    along_y = square([[1, 0, 0], [-math.tan(shear_y), 1, 0], [0, 0, 1]])
    along_x = square([[1, -math.tan(shear_x), 0], [0, 1, 0], [0, 0, 1]])
    larger = square([[scale, 0, 0], [0, scale, 0], [0, 0, 1]])
    to_centre = square([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])
    back = square([[1, 0, width / 2 + translate[0]], [0, 1, height / 2 + translate[1]], [0, 0, 1]])
    return back @ turn @ along_y @ along_x @ larger @ to_centre


def affines(cases):
    for shape, degrees, translate, scale, shear in [
            ((2, 3, 6, 8), 17, (0, 0), 1, (0, 0)), ((1, 1, 7, 7), -40, (0, 0), 1, (0, 0)),
            ((1, 2, 6, 5), 0, (2, -1), 1, (0, 0)), ((1, 1, 8, 8), 0, (0, 0), 1.7, (0, 0)),
            ((1, 1, 8, 8), 0, (0, 0), 0.6, (0, 0)), ((1, 1, 6, 9), 0, (0, 0), 1, (21, 0)),
            ((1, 1, 6, 9), 0, (0, 0), 1, (0, -13)), ((2, 2, 9, 7), 33, (1, 2), 0.8, (11, 7)),
            ((1, 1, 1, 1), 50, (0, 0), 1, (0, 0)), ((1, 1, 5, 4), 133, (-3, 1), 1.3, (-20, 5))]:
        for mode in ("nearest", "bilinear"):
            for fill in (0, 0.5):
                seed("affine", shape, degrees)
                x = noise(*shape, dtype=F64)
                n, _, height, width = shape
                inverse = torch.linalg.inv(matrix(degrees, translate, scale, shear, height, width))
                # From pixels to grid_sample's -1 .. 1 on both sides.
                to_grid = torch.tensor([[2 / width, 0, -1], [0, 2 / height, -1], [0, 0, 1]], dtype=F64)
                theta = (to_grid @ inverse @ torch.linalg.inv(to_grid))[:2].expand(n, 2, 3)
                grid = F.affine_grid(theta, shape, align_corners=False)
                y = F.grid_sample(x - fill, grid, mode=mode, padding_mode="zeros", align_corners=False) + fill
                cases.append({"op": "affine", "degrees": degrees, "translate": list(translate), "scale": scale,
                              "shear": list(shear), "mode": mode, "fill": fill, "input": x, "output": y})
