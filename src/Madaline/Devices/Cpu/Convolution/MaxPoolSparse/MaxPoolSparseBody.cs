using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Devices.Cpu.Convolution.MaxPoolSparse;

/// <summary>First the kernels' tasks, which are longer, then images of the input gradient.</summary>
internal struct MaxPoolSparseBody : IRangeBody
{
    public MaxPoolSparseKernelBody Kernel;
    public MaxPoolSparseInputBody Input;
    public bool HasKernels, HasInput, HasBias;
    private int _kernelTasks;

    public unsafe void Run(int images, float* weight)
    {
        _kernelTasks = HasKernels ? Kernel.Tasks : 0;
        if (HasKernels)
            Kernel.WritePositions();
        if (HasInput)
        {
            (Input.Planes, Input.Layout) = (Kernel.Planes, Kernel.Layout);
            (Input.Kernels, Input.KernelRows, Input.KernelColumns) =
                (Kernel.Kernels, Kernel.KernelRows, Kernel.KernelColumns);
            Input.WritePositions();
            Input.Pack(weight);
        }

        int tasks = _kernelTasks + (HasInput ? images : 0);
        long gradients = (HasKernels ? 1 : 0) + (HasInput ? 1 : 0);
        // One in four pixels takes part.
        Device.Cpu.Team.For(tasks, 1, gradients * images * Kernel.Planes.Pixels / 4 * Kernel.WeightSize,
            WorthThreads.MultiplyAdds / 4, this);
    }

    public readonly void Run(int start, int end)
    {
        if (start < _kernelTasks)
            Kernel.Run(start, Math.Min(end, _kernelTasks));
        if (end > _kernelTasks)
            Input.Run(Math.Max(start, _kernelTasks) - _kernelTasks, end - _kernelTasks);
    }
}
