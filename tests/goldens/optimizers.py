"""Optimizers over 20 given gradients, learning-rate schedules over 20 epochs, and gradient clipping."""

import torch
from torch import optim
from torch.optim import lr_scheduler as schedules

from cases import INF, NAN, f32
from encode import F32, F64, normal, seed

STEPS = 20
KEPT = (1, 2, 5, 20)

OPTIMIZERS = [
    ("SGD", [{"lr": 0.1}, {"lr": 0.1, "momentum": 0.9}, {"lr": 0.1, "momentum": 0.9, "dampening": 0.5},
             {"lr": 0.05, "momentum": 0.9, "nesterov": True}, {"lr": 0.1, "weight_decay": 0.01},
             {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.01, "nesterov": True},
             {"lr": 0.1, "momentum": 0.9, "maximize": True}]),
    ("Adam", [{}, {"lr": 0.1}, {"lr": 0.1, "betas": (0.8, 0.99), "eps": 1e-3}, {"lr": 0.1, "weight_decay": 0.01},
              {"lr": 0.1, "amsgrad": True}, {"lr": 0.1, "amsgrad": True, "weight_decay": 0.1}]),
    ("AdamW", [{}, {"lr": 0.1}, {"lr": 0.1, "weight_decay": 0.1}, {"lr": 0.1, "weight_decay": 0.0},
               {"lr": 0.1, "amsgrad": True}]),
    ("RMSprop", [{}, {"lr": 0.05, "alpha": 0.9}, {"lr": 0.05, "momentum": 0.9}, {"lr": 0.05, "centered": True},
                 {"lr": 0.05, "centered": True, "momentum": 0.9, "weight_decay": 0.01},
                 {"lr": 0.05, "weight_decay": 0.1}]),
    ("Adagrad", [{}, {"lr": 0.1}, {"lr": 0.1, "lr_decay": 0.1}, {"lr": 0.1, "weight_decay": 0.1},
                 {"lr": 0.1, "initial_accumulator_value": 0.5}, {"lr": 0.1, "eps": 0.01, "lr_decay": 0.05}]),
]


def start(dtype=F32):
    seed("optimizers", "start")
    return [normal(2, 3, dtype=dtype), normal(3, dtype=dtype)]


def given(dtype=F32):
    """The gradients of each step; some are zero, and the scales differ much between the two parameters."""
    seed("optimizers", "gradients")
    made = [[normal(2, 3, dtype=dtype, digits=2), normal(3, dtype=dtype, scale=0.05)] for _ in range(STEPS)]
    made[3][1].zero_()
    made[6][0].zero_()
    return made


def follow(optimizer, parameters, gradients, missing=(), after=None):
    """Parameters after each kept step. `missing` lists (step, parameter) that get no gradient at all."""
    kept = {}
    for step in range(1, STEPS + 1):
        for i, p in enumerate(parameters):
            p.grad = None if [step, i] in missing else gradients[step - 1][i].clone()
        optimizer.step()
        if after:
            after()
        if step in KEPT:
            kept[str(step)] = [p.detach().clone() for p in parameters]
    return kept


def runs(cases):
    for name, variants in OPTIMIZERS:
        make = getattr(optim, name)
        for args in variants:
            args = {"lr": 0.001, **args} if name == "SGD" else args
            tail = "-".join(f"{k}-{v}" for k, v in args.items()).replace(" ", "") or "defaults"
            parameters = [p.requires_grad_() for p in start()]
            kept = follow(make(parameters, **args), parameters, given())
            cases.append({"optimizer": name, "case": tail, "kind": "run", "dtype": F32, "args": args, "after": kept})
        args = {"lr": 0.05} | ({"momentum": 0.9} if name in ("SGD", "RMSprop") else {})
        doubles = [p.requires_grad_() for p in start(F64)]
        kept = follow(make(doubles, **args), doubles, given(F64))
        cases.append({"optimizer": name, "case": "float64", "kind": "run", "dtype": F64, "args": args, "after": kept})
        missing = [[1, 1], [2, 1], [7, 0], [8, 1]]
        parameters = [p.requires_grad_() for p in start()]
        kept = follow(make(parameters, **args), parameters, given(), missing)
        cases.append({"optimizer": name, "case": "missing-gradients", "kind": "run", "dtype": F32, "args": args,
                      "missing": missing, "after": kept})
        parameters = [p.requires_grad_() for p in start()]
        groups = [{"params": [0]}, {"params": [1], "lr": 0.005, "weight_decay": 0.1}]
        optimizer = make([{**g, "params": [parameters[i] for i in g["params"]]} for g in groups], **args)
        kept = follow(optimizer, parameters, given())
        cases.append({"optimizer": name, "case": "two-groups", "kind": "run", "dtype": F32, "args": args,
                      "groups": groups, "after": kept})
        parameters = [p.requires_grad_() for p in start()]
        optimizer = make(parameters, **args)
        schedule = schedules.StepLR(optimizer, 5, 0.5)
        kept = follow(optimizer, parameters, given(), after=schedule.step)
        cases.append({"optimizer": name, "case": "with-step-schedule", "kind": "run", "dtype": F32, "args": args,
                      "schedule": {"name": "StepLR", "step_size": 5, "gamma": 0.5}, "after": kept})


SCHEDULES = [
    ("StepLR", [{"step_size": 5, "gamma": 0.1}, {"step_size": 3, "gamma": 0.5}, {"step_size": 1, "gamma": 0.9}]),
    ("MultiStepLR", [{"milestones": [3, 8, 15], "gamma": 0.1}, {"milestones": [5, 5, 10], "gamma": 0.5},
                     {"milestones": [], "gamma": 0.5}]),
    ("ExponentialLR", [{"gamma": 0.9}, {"gamma": 0.5}]),
    ("CosineAnnealingLR", [{"T_max": 20, "eta_min": 0.0}, {"T_max": 10, "eta_min": 0.01},
                           {"T_max": 7, "eta_min": 0.0}]),
    ("LinearLR", [{"start_factor": 1 / 3, "end_factor": 1.0, "total_iters": 5},
                  {"start_factor": 0.1, "end_factor": 1.0, "total_iters": 10},
                  {"start_factor": 1.0, "end_factor": 0.1, "total_iters": 20}]),
    ("ConstantLR", [{"factor": 0.5, "total_iters": 4}]),
    ("OneCycleLR", [{"max_lr": 0.5, "total_steps": 21}, {"max_lr": 0.5, "total_steps": 21, "anneal_strategy": "linear"},
                    {"max_lr": 0.5, "total_steps": 21, "pct_start": 0.5, "div_factor": 10.0, "final_div_factor": 100.0},
                    {"max_lr": 0.5, "total_steps": 21, "three_phase": True},
                    {"max_lr": 0.5, "total_steps": 21, "cycle_momentum": False},
                    {"max_lr": 0.5, "total_steps": 21, "base_momentum": 0.8, "max_momentum": 0.9,
                     "anneal_strategy": "linear"}]),
    ("InverseDecay", [{"decay": 0.01}, {"decay": 0.5}, {"decay": 0.0}]),
]


def rates(cases):
    """Rates in use at epochs 0 to 20: the first before any schedule step. OneCycleLR turns momentum (or beta1) too."""
    for name, variants in SCHEDULES:
        for args in variants:
            for kind in ("SGD", "Adam") if name == "OneCycleLR" else ("SGD",):
                optimizer = (optim.SGD([torch.zeros(1)], lr=0.1, momentum=0.9) if kind == "SGD"
                             else optim.Adam([torch.zeros(1)], lr=0.1))
                if name == "InverseDecay":
                    schedule = schedules.LambdaLR(optimizer, lambda epoch: 1 / (1 + args["decay"] * epoch))
                else:
                    schedule = getattr(schedules, name)(optimizer, **args)
                group = optimizer.param_groups[0]
                lr, turned = [], []
                for _ in range(STEPS + 1):
                    lr.append(float(group["lr"]))
                    turned.append(float(group["momentum"] if kind == "SGD" else group["betas"][0]))
                    optimizer.step()
                    if len(lr) <= STEPS:
                        schedule.step()
                tail = "-".join(f"{k}-{v}" for k, v in args.items()).replace(" ", "")
                entry = {"optimizer": kind, "case": f"{name}-{tail}", "kind": "schedule", "schedule": name,
                         "args": args, "base_lr": 0.1, "rates": lr}
                if name == "OneCycleLR":
                    entry["momentum" if kind == "SGD" else "beta1"] = turned
                cases.append(entry)
    warm = optim.SGD([torch.zeros(1)], lr=0.1)
    first = schedules.LinearLR(warm, 0.1, 1.0, 5)
    joined = schedules.SequentialLR(warm, [first, schedules.CosineAnnealingLR(warm, 15)], [5])
    lr = []
    for _ in range(STEPS + 1):
        lr.append(float(warm.param_groups[0]["lr"]))
        warm.step()
        joined.step()
    cases.append({"optimizer": "SGD", "case": "linear-warmup-5-then-cosine-15", "kind": "schedule",
                  "schedule": "SequentialLR", "args": {"start_factor": 0.1, "total_iters": 5, "T_max": 15},
                  "base_lr": 0.1, "rates": lr})


def clipping(cases):
    seed("clipping")
    sets = {"large": [normal(2, 3, scale=3.0), normal(4, scale=3.0)], "small": [f32([0.01, -0.02]), f32([0.005])],
            "zero": [torch.zeros(3)], "scalar-and-none": [normal(), None, normal(3)],
            "nan": [f32([NAN, 1.0]), f32([2.0])],
            "infinity": [f32([INF, 1.0]), f32([-2.0])], "seventeen": [normal(17)]}

    def leaves(gradients):
        made = []
        for g in gradients:
            p = torch.zeros(() if g is None else g.shape, requires_grad=True)
            p.grad = None if g is None else g.clone()
            made.append(p)
        return made

    for name, gradients in sets.items():
        for norm_type in (2.0, 1.0, INF):
            for max_norm in (1.0, 0.5):
                parameters = leaves(gradients)
                total = torch.nn.utils.clip_grad_norm_(parameters, max_norm, norm_type)
                cases.append({"optimizer": "none", "case": f"clip-norm-{name}-{norm_type:g}-{max_norm:g}",
                              "kind": "clip_norm", "args": {"max_norm": max_norm, "norm_type": norm_type},
                              "gradients": gradients, "total_norm": total, "clipped": [p.grad for p in parameters]})
        parameters = leaves(gradients)
        torch.nn.utils.clip_grad_value_(parameters, 0.75)
        cases.append({"optimizer": "none", "case": f"clip-value-{name}", "kind": "clip_value",
                      "args": {"clip_value": 0.75}, "gradients": gradients, "clipped": [p.grad for p in parameters]})


def make():
    cases = []
    runs(cases)
    rates(cases)
    clipping(cases)
    return {"parameters": start(), "gradients": given(), "cases": cases}
