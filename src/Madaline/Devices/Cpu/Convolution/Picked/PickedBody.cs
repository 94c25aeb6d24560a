namespace Madaline;

/// <summary>First the kernels' tasks, which are longer, then images of the input gradient.</summary>
internal struct PickedBody : IRangeBody
{
    public PickedKernelBody Kernel;
    public PickedInputBody Input;
    public bool HasKernels, HasInput;
    private int _kernelTasks;

    public void Start(int images)
    {
        _kernelTasks = HasKernels ? Kernel.Tasks : 0;
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
