namespace Madaline;

/// <summary>First the kernels' tasks, which are longer, then images of the input gradient.</summary>
internal struct PickedBody : IRangeBody
{
    public PickedKernelBody Kernel;
    public PickedInputBody Input;
    public bool HasKernels, HasInput, HasBias;
    private int _kernelTasks;

    public unsafe void Run(int images, float* weight)
    {
        _kernelTasks = HasKernels ? Kernel.Tasks : 0;
        if (HasKernels)
            Kernel.WriteSpots();
        if (HasInput)
        {
            (Input.Planes, Input.Channels) = (Kernel.Planes, Kernel.Layout.Channels);
            (Input.Kernels, Input.KernelRows, Input.KernelColumns) =
                (Kernel.Kernels, Kernel.KernelRows, Kernel.KernelColumns);
            Input.WriteSpots();
            Input.Pack(weight);
        }

        int tasks = _kernelTasks + (HasInput ? images : 0);
        if (tasks > 0)
            Device.Cpu.Team.For(tasks, 1, this);
    }

    public readonly void Run(int start, int end)
    {
        if (start < _kernelTasks)
            Kernel.Run(start, Math.Min(end, _kernelTasks));
        if (end > _kernelTasks)
            Input.Run(Math.Max(start, _kernelTasks) - _kernelTasks, end - _kernelTasks);
    }
}
