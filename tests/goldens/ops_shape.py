"""Products, orderings, gathering, joining and rearranging; and how tensors are made."""

import torch
from torch.nn import functional as F

from cases import INF, NAN, ONE, f32, shape_name
from encode import BOOL, F32, F64, I32, I64, U8, distinct, integers, normal, seed

MATMUL = [((5,), (5,)), ((1,), (1,)), ((17,), (17,)), ((3, 5), (5,)), ((5,), (5, 4)), ((3, 5), (5, 4)),
          ((1, 1), (1, 1)), ((7, 8), (8, 9)), ((9, 17), (17, 7)), ((2, 3, 4), (4, 5)), ((2, 3, 4), (2, 4, 5)),
          ((3, 4), (2, 4, 5)), ((4,), (2, 4, 5)), ((2, 3, 4), (4,)), ((2, 1, 3, 4), (3, 4, 2)),
          ((1, 3, 4), (2, 4, 5)), ((2, 2, 3, 4), (2, 2, 4, 2)), ((0,), (0,)), ((3, 0), (0, 4)), ((0, 5), (5, 4)),
          ((3, 5), (5, 0)), ((0, 3, 4), (0, 4, 5)), ((2, 3, 0), (2, 0, 5)), ((33, 3), (3, 34)),
          ((3, 5), (4, 5)), ((), (3,)), ((3,), (4,)), ((2, 3, 4), (3, 4, 5))]


def products(table):
    for left, right in MATMUL:
        seed("matmul", left, right)
        table.add("matmul", shape_name(left, right), torch.matmul,
                  [normal(*left, digits=2), normal(*right, digits=2)])
    seed("matmul", "more")
    table.add("matmul", "float64-3x5-5x4", torch.matmul, [normal(3, 5, dtype=F64), normal(5, 4, dtype=F64)])
    table.add("matmul", "nan-and-zero", torch.matmul, [f32([[NAN, 1.0], [0.0, 1.0]]), f32([[0.0, 1.0], [INF, 2.0]])],
              {}, ONE)
    for dtype in (I64, I32):
        table.add("matmul", f"{str(dtype)[6:]}-2x3-3x2", torch.matmul,
                  [integers(2, 3, dtype=dtype), integers(3, 2, dtype=dtype)])
    table.add("matmul", "float32-float64", torch.matmul, [normal(2, 3), normal(3, 2, dtype=F64)])
    table.add("matmul", "bool", torch.matmul, [torch.ones(2, 2, dtype=BOOL), torch.ones(2, 2, dtype=BOOL)])
    for n, m in [(1, 1), (3, 4), (8, 9), (0, 3), (3, 0)]:
        seed("outer", n, m)
        table.add("outer", f"{n}-{m}", torch.outer, [normal(n), normal(m)])
    table.add("outer", "2x2-2", torch.outer, [normal(2, 2), normal(2)])


def orderings(table):
    for shape, dim in [((), 0), ((1,), 0), ((7,), 0), ((17,), 0), ((3, 5), 0), ((3, 5), 1), ((2, 3, 4), 1), ((0,), 0),
                       ((0, 3), 1)]:
        seed("sort", shape, dim)
        x = distinct(*shape)
        for descending in (False, True):
            tail = "-descending" if descending else ""
            table.add("sort", f"{shape_name(shape)}-dim-{dim}{tail}",
                      lambda t: tuple(torch.sort(t, stable=True, dim=dim, descending=descending)),
                      [x], {"dim": dim, "descending": descending})
        size = x.shape[dim] if shape else 1
        for k in sorted({0, 1, size // 2, size}):
            for largest in (True, False):
                tail = "" if largest else "-smallest"
                table.add("topk", f"{shape_name(shape)}-dim-{dim}-k-{k}{tail}",
                          lambda t: tuple(torch.topk(t, k, dim, largest, True)), [x],
                          {"k": k, "dim": dim, "largest": largest})
    table.add("topk", "k-too-large", lambda t: tuple(torch.topk(t, 4)), [f32([1.0, 2.0, 3.0])],
              {"k": 4, "dim": -1, "largest": True})
    specials = f32([2.0, NAN, -INF, 1.0, INF, -3.0])
    for descending in (False, True):
        args = {"dim": 0, "descending": descending}
        tail = "-descending" if descending else ""
        run = lambda t: tuple(torch.sort(t, stable=True, dim=0, descending=descending))
        table.add("sort", "special" + tail, run, [specials], args)
        table.add("sort", "ties" + tail, run, [f32([2.0, 1.0, 2.0, 1.0, 0.0, -0.0, 2.0])], args)
        table.add("sort", "two-nans" + tail, run, [f32([NAN, 1.0, NAN, 0.0])], args)
        table.add("sort", "int64" + tail, run, [torch.tensor([3, -1, 2, 3, 0])], args)
        table.add("sort", "bool" + tail, run, [torch.tensor([True, False, True, False])], args)
    for largest in (True, False):
        table.add("topk", "special" + ("" if largest else "-smallest"),
                  lambda t: tuple(torch.topk(t, 3, 0, largest)), [specials], {"k": 3, "dim": 0, "largest": largest})


def gathering(table):
    seed("gather")
    x = normal(3, 4)
    for dim, index in [(0, integers(2, 4, low=0, high=3)), (1, integers(3, 6, low=0, high=4)),
                       (1, integers(2, 2, low=0, high=4)), (-1, torch.zeros(3, 0, dtype=I64)),
                       (1, torch.full((3, 3), 1, dtype=I64))]:
        table.add("gather", f"3x4-dim-{dim}-index-{shape_name(index.shape)}",
                  lambda t, i: torch.gather(t, dim, i), [x, index], {"dim": dim})
    table.add("gather", "2x3x4-dim-1", lambda t, i: torch.gather(t, 1, i),
              [normal(2, 3, 4), integers(2, 5, 4, low=0, high=3)], {"dim": 1})
    table.add("gather", "scalar", lambda t, i: torch.gather(t, 0, i), [normal(), torch.tensor([0])], {"dim": 0})
    table.add("gather", "out-of-range", lambda t, i: torch.gather(t, 0, i), [normal(3), torch.tensor([3])], {"dim": 0})
    table.add("gather", "negative-index", lambda t, i: torch.gather(t, 0, i), [normal(3), torch.tensor([-1])],
              {"dim": 0})
    for dim, index in [(0, integers(2, 4, low=0, high=3)), (1, integers(3, 6, low=0, high=4)),
                       (1, torch.zeros(3, 5, dtype=I64))]:
        table.add("scatter_add", f"3x4-dim-{dim}-index-{shape_name(index.shape)}",
                  lambda t, i, s: torch.scatter_add(t, dim, i, s), [x, index, normal(*index.shape)], {"dim": dim})
    table.add("scatter_add", "source-larger-than-index", lambda t, i, s: torch.scatter_add(t, 0, i, s),
              [integers(4), torch.tensor([1, 1]), integers(5)], {"dim": 0})
    table.add("scatter_add", "int64", lambda t, i, s: torch.scatter_add(t, 0, i, s),
              [integers(3), torch.tensor([0, 2, 2, 0]), integers(4)], {"dim": 0})
    for shape, dim, index in [((5,), 0, [4, 0, 0]), ((3, 4), 0, [2, 2, 1, 0]), ((3, 4), 1, [3, 1]),
                              ((2, 3, 4), 1, [0, 2, 0]), ((2, 3, 4), -1, []), ((3, 4), 0, [3]), ((3, 4), 0, [-1])]:
        seed("index_select", shape, index)
        table.add("index_select", f"{shape_name(shape)}-dim-{dim}-by-" + "_".join(map(str, index)),
                  lambda t, i: torch.index_select(t, dim, i), [normal(*shape), torch.tensor(index, dtype=I64)],
                  {"dim": dim})
    for name, shape, index in [("vector", (5,), [4, -1, 0, 0]), ("rows", (3, 4), [2, -3, 2]),
                               ("rows-by-matrix", (3, 2), [[0, 1], [2, 2]]), ("out-of-range", (3,), [3])]:
        seed("index", name)
        table.add("index", name, lambda t, i: t[i], [normal(*shape), torch.tensor(index)])


def joining(table):
    for shapes, dim in [([(2, 3), (4, 3)], 0), ([(2, 3), (2, 1), (2, 2)], 1), ([(2, 3, 4), (2, 1, 4)], -2),
                        ([(7,), (9,)], 0), ([(3,)], 0), ([(0,), (2, 3)], 0), ([(0, 3), (2, 3)], 0), ([(0,), (0,)], 0),
                        ([(2, 3), (2, 4)], 0), ([(), ()], 0), ([(2, 3), (3,)], 0)]:
        seed("cat", shapes, dim)
        table.add("cat", f"{shape_name(*shapes)}-dim-{dim}", lambda *t: torch.cat(t, dim),
                  [normal(*s) for s in shapes], {"dim": dim})
    table.add("cat", "int64-float32", lambda *t: torch.cat(t), [torch.tensor([1, 2]), f32([0.5])], {"dim": 0})
    table.add("cat", "bool-uint8", lambda *t: torch.cat(t),
              [torch.tensor([True]), torch.tensor([7], dtype=U8)], {"dim": 0})
    for shape, count, dim in [((), 3, 0), ((4,), 2, 0), ((4,), 2, 1), ((2, 3), 3, 1), ((2, 3), 2, -1), ((0,), 2, 0)]:
        seed("stack", shape, dim)
        table.add("stack", f"{shape_name(shape)}-times-{count}-dim-{dim}", lambda *t: torch.stack(t, dim),
                  [normal(*shape) for _ in range(count)], {"dim": dim})
    table.add("stack", "sizes-differ", lambda *t: torch.stack(t, 0), [normal(2), normal(3)], {"dim": 0})
    seed("split")
    x = normal(7, 2)
    for size in (3, 7, 10, [2, 5], [1, 0, 6], [3, 3]):
        table.add("split", f"7x2-by-{size}".replace(" ", "").replace("[", "").replace("]", "").replace(",", "_"),
                  lambda t: torch.split(t, size, 0), [x], {"split": size, "dim": 0})
    for chunks in (1, 2, 3, 4, 5, 8):
        table.add("chunk", f"7x2-in-{chunks}", lambda t: torch.chunk(t, chunks, 0), [x], {"chunks": chunks, "dim": 0})


def rearranging(table):
    for shape, pad, value in [((3,), [1, 2], 0.0), ((2, 3), [1, 0, 0, 2], -1.5), ((2, 3), [2, 1], 0.5),
                              ((2, 3, 2), [1, 1, 0, 1, 2, 0], 0.0), ((5,), [-1, -2], 0.0), ((5,), [-1, 2], 9.0),
                              ((0,), [1, 1], 3.0), ((2, 3), [0, 0], 0.0), ((3,), [1, 1], NAN), ((3,), [-2, -2], 0.0)]:
        seed("pad", shape, pad)
        table.add("pad", f"{shape_name(shape)}-by-" + "_".join(map(str, pad)),
                  lambda t: F.pad(t, pad, "constant", value), [normal(*shape)], {"pad": pad, "value": value})
    for shape, dims in [((5,), [0]), ((3, 4), [0]), ((3, 4), [1]), ((3, 4), [0, 1]), ((2, 3, 4), [0, -1]), ((0,), [0]),
                        ((2, 3), []), ((), [])]:
        seed("flip", shape, dims)
        table.add("flip", f"{shape_name(shape)}-dims-" + "_".join(map(str, dims)),
                  lambda t: torch.flip(t, dims), [normal(*shape)], {"dims": dims})
    for shape, shifts, dims in [((5,), [2], [0]), ((5,), [-7], [0]), ((3, 4), [1], None), ((3, 4), [-1], [1]),
                                ((3, 4), [1, 2], [0, 1]), ((2, 3, 2), [1, 1], [0, 1]), ((0,), [1], [0]),
                                ((), [1], None)]:
        seed("roll", shape, shifts)
        table.add("roll", f"{shape_name(shape)}-by-" + "_".join(map(str, shifts)) + ("" if dims else "-flat"),
                  lambda t: torch.roll(t, shifts, dims), [normal(*shape)], {"shifts": shifts, "dims": dims})
    for op, function in (("tril", torch.tril), ("triu", torch.triu)):
        for shape in [(3, 3), (2, 4), (4, 2), (2, 3, 3), (0, 3), (1, 1)]:
            for diagonal in (0, 1, -1, 5, -5):
                if diagonal == 0 or shape in ((3, 3), (2, 4)):
                    seed(op, shape, diagonal)
                    table.add(op, f"{shape_name(shape)}-diagonal-{diagonal}", lambda t: function(t, diagonal),
                              [normal(*shape)], {"diagonal": diagonal})
        table.add(op, "vector", function, [normal(3)], {"diagonal": 0})
        table.add(op, "nan", function, [torch.full((2, 2), NAN)], {"diagonal": 0}, ONE)


def creation(table):
    for start, end, step in [(0, 5, 1), (2, 11, 3), (5, -3, -2), (0, 0, 1), (3, 2, 1)]:
        table.add("arange", f"int64-{start}-{end}-{step}", lambda: torch.arange(start, end, step), [],
                  {"start": start, "end": end, "step": step, "dtype": I64})
    for start, end, step in [(0.0, 1.0, 0.1), (-1.0, 1.0, 0.3), (1.0, -1.0, -0.25), (0.0, 0.35, 0.1)]:
        for dtype in (F32, F64):
            table.add("arange", f"{str(dtype)[6:]}-{start}-{end}-{step}",
                      lambda: torch.arange(start, end, step, dtype=dtype), [],
                      {"start": start, "end": end, "step": step, "dtype": dtype})
    for start, end, count in [(0.0, 1.0, 5), (-1.0, 1.0, 11), (3.0, -3.0, 7), (2.0, 9.0, 1), (0.0, 1.0, 0),
                              (0.1, 0.7, 13)]:
        for dtype in (F32, F64):
            table.add("linspace", f"{str(dtype)[6:]}-{start}-{end}-{count}",
                      lambda: torch.linspace(start, end, count, dtype=dtype), [],
                      {"start": start, "end": end, "steps": count, "dtype": dtype})
    for n, m in [(3, 3), (2, 4), (4, 2), (0, 0), (1, 1)]:
        table.add("eye", f"{n}x{m}", lambda: torch.eye(n, m), [], {"n": n, "m": m})


def add_all(table):
    products(table)
    orderings(table)
    gathering(table)
    joining(table)
    rearranging(table)
    creation(table)
