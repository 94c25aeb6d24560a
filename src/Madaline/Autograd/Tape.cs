namespace Madaline.Autograd;

/// <summary>Records operations and runs them backward.</summary>
internal static class Tape
{
    // One count for all threads: a graph may be made on one and run backward on another.
    private static long _pass;

    /// <summary>How many passes there were, on all threads.</summary>
    public static long Passes => Volatile.Read(ref _pass);

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
        List<Interrupted>? outer = null;
        GradMode.Off();
        try
        {
            Count(root, ref outer);
            root.Gradient = gradient;
            for (Node? ready = root; ready is not null;)
            {
                Node node = ready;
                (ready, node.NextReady) = (node.NextReady, null);
                Step(node, ref ready, retainGraph);
            }
        }
        finally
        {
            GradMode.On();
            for (Node? node = root; node is not null;)
            {
                Node done = node;
                node = done.NextReached;
                done.Forget();
            }

            outer?.ForEach(node => node.Resume());
        }
    }

    private static void Step(Node node, ref Node? ready, bool retainGraph)
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
            dy.Release();
        }

        foreach (ref readonly var edge in node.Edges)
        {
            if (edge.Node is { } next && --next.Pending == 0)
                (next.NextReady, ready) = (ready, next);
        }
    }

    /// <summary>
    /// Counts, for every node below the root, how many gradients will arrive; strings the nodes together as they are
    /// reached. What an outer pass, which called for this one, knows of them is set aside.
    /// </summary>
    private static void Count(Node root, ref List<Interrupted>? outer)
    {
        long pass = Interlocked.Increment(ref _pass);
        Enter(root, pass, ref outer);
        Node last = root;
        for (Node? node = root; node is not null; node = node.NextReached)
        {
            foreach (ref readonly var edge in node.Edges)
            {
                if (edge.Node is not { } next)
                    continue;
                if (next.Pass != pass)
                {
                    Enter(next, pass, ref outer);
                    last.NextReached = next;
                    last = next;
                }

                next.Pending++;
            }
        }
    }

    private static void Enter(Node node, long pass, ref List<Interrupted>? outer)
    {
        if (node.Pass != 0)
        {
            (outer ??= []).Add(new(node, node.Pass, node.Gradient, node.Pending, node.NextReached, node.NextReady));
            node.Forget();
        }

        node.Pass = pass;
    }

    /// <summary>
    /// A node that a pass had reached when a function's backward began another pass, with what that pass knew of it.
    /// </summary>
    private readonly record struct Interrupted(
        Node Node, long Pass, Tensor? Gradient, int Pending, Node? NextReached, Node? NextReady)
    {
        public void Resume()
        {
            (Node.Pass, Node.Gradient, Node.Pending) = (Pass, Gradient, Pending);
            (Node.NextReached, Node.NextReady) = (NextReached, NextReady);
        }
    }
}
