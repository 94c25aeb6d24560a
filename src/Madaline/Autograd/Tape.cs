namespace Madaline;

/// <summary>Records operations and runs them backward.</summary>
internal static class Tape
{
    // One count for all threads: a graph may be made on one and run backward on another.
    private static long _pass;

    // The lists of this thread's last pass, empty, for the next one.
    [ThreadStatic]
    private static Lists? _spare;

    private sealed record Lists(List<Node> Reached, Stack<Node> Ready);

    public static bool Records(Tensor x) => GradMode.IsRecording && x.NeedsGradient;

    public static bool Records(Tensor x, Tensor y) => GradMode.IsRecording && (x.NeedsGradient || y.NeedsGradient);

    public static bool Records(ReadOnlySpan<Tensor> inputs)
    {
        if (!GradMode.IsRecording)
            return false;
        foreach (var x in inputs)
        {
            if (x.NeedsGradient)
                return true;
        }

        return false;
    }

    /// <summary>Makes the node the origin of an output.</summary>
    public static Tensor Attach(Tensor y, Node node)
    {
        y.GradFn = node;
        if (GradMode.DetectsAnomalies)
            Anomaly.CheckForward(node.Name, y);
        return y;
    }

    /// <summary>Sends a gradient from a root to all leaves below it.</summary>
    public static void Backward(Node root, Tensor gradient, bool retainGraph)
    {
        var lists = _spare ?? new Lists([], new Stack<Node>());
        _spare = null;
        var (reached, ready) = lists;
        Count(root, reached);
        root.Gradient = GradientSum.Add(root.Gradient, gradient);
        ready.Push(root);
        GradMode.Off();
        try
        {
            while (ready.TryPop(out var node))
                Step(node, ready, retainGraph);
        }
        finally
        {
            GradMode.On();
            foreach (var node in reached)
                (node.Gradient, node.Pending) = (null, 0);
            reached.Clear();
            ready.Clear();
            _spare = lists;
        }
    }

    private static void Step(Node node, Stack<Node> ready, bool retainGraph)
    {
        if (node.Gradient is { } dy)
        {
            node.Gradient = null;
            if (node.IsReleased)
            {
                throw new TensorException(node.Name, "backward came here a second time, after what it saved was "
                    + "released. "
                    + "Call Backward(retainGraph: true) the first time, or compute the loss anew.");
            }

            node.RetainedOutput?.AccumulateGrad(dy.Share());
            node.Backward(dy);
            if (!retainGraph)
                node.Release();
            dy.HandBack();
        }

        foreach (var edge in node.Edges)
        {
            if (edge.Node is { } next && --next.Pending == 0)
                ready.Push(next);
        }
    }

    /// <summary>Counts, for every node below the root, how many gradients will arrive.</summary>
    private static void Count(Node root, List<Node> reached)
    {
        long pass = Interlocked.Increment(ref _pass);
        reached.Add(root);
        root.Pass = pass;
        root.Pending = 0;
        for (int i = 0; i < reached.Count; i++)
        {
            foreach (var edge in reached[i].Edges)
            {
                if (edge.Node is not { } next)
                    continue;
                if (next.Pass != pass)
                {
                    next.Pass = pass;
                    next.Pending = 0;
                    reached.Add(next);
                }

                next.Pending++;
            }
        }
    }
}
