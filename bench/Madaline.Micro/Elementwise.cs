using BenchmarkDotNet.Attributes;
using Madaline.Ops;

namespace Madaline.Micro;

/// <summary>Elementwise operations: only the call, in the cache, and through memory.</summary>
public class Elementwise
{
    private Tensor _x = null!, _y = null!, _row = null!;

    [Params(64, 65_536, 4_194_304)]
    public int Elements { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        (_x, _y) = (Tensor.Randn([Elements / 64, 64]), Tensor.Randn([Elements / 64, 64]));
        _row = Tensor.Randn([64]);
    }

    [Benchmark]
    public Tensor Add() => _x + _y;

    [Benchmark]
    public Tensor AddRow() => _x + _row;

    [Benchmark]
    public Tensor TimesNumber() => _x * 2;

    [Benchmark]
    public Tensor Relu() => _x.Relu();

    [Benchmark]
    public Tensor Exp() => _x.Exp();

    [Benchmark]
    public Tensor Tanh() => _x.Tanh();

    [Benchmark]
    public Tensor Gelu() => _x.Gelu();

    [Benchmark]
    public Tensor Erf() => _x.Erf();

    [Benchmark]
    public Tensor Sin() => _x.Sin();

    [Benchmark]
    public Tensor Pow() => _x.Pow(2.5);

    [Benchmark]
    public Tensor AddTransposed() => _x.T + _y.T;
}
