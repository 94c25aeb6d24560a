using BenchmarkDotNet.Running;
using Madaline.Micro;

BenchmarkSwitcher.FromAssembly(typeof(Settings).Assembly).Run(args, new Settings());
