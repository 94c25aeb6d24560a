namespace Madaline.Data;

/// <summary>Brings the columns of a table to one scale: <c>y = (x − offset) · factor</c>, fitted on a part.</summary>
/// <remarks>
/// Shape: [n, d] → [n, d]; <see cref="ChannelScaler"/> has images, and channels in place of columns. DType: floating,
/// kept. What was fitted is part of the network: save <see cref="StateDict"/> beside its weights, for inputs at
/// prediction time need the same scale. A column that was constant becomes 0.
/// </remarks>
public abstract class Scaler : Transform
{
    // Below this the factor would not be a finite Float32.
    private const double SmallestWidth = 1e-37;

    private double[]? _offset, _factor;
    private Tensor? _offset32, _factor32;

    /// <summary>The name in recipes and saved files.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether <see cref="Fit"/> or <see cref="LoadStateDict"/> was called.</summary>
    public bool IsFitted => _offset is not null;

    /// <summary>Learns each column's scale. Give it only the training part, or the test score is too good.</summary>
    /// <param name="x">Floating [n, d] (images for <see cref="ChannelScaler"/>), n at least 1.</param>
    /// <returns>This scaler.</returns>
    /// <exception cref="TensorException">Another shape or dtype, no rows, or numbers that are not finite.</exception>
    public Scaler Fit(Tensor x)
    {
        RequireInputs(x);
        if (x.Shape[0] == 0 || (x.Rank > 2 && x.Elements == 0))
            throw new TensorException(Kind, $"nothing to fit. x is {x.Shape}; expected at least one row.");
        SetState(Learn(x.Detach()));
        return this;
    }

    internal sealed override bool MakesItsOwn => true;

    internal sealed override bool IsPixelwise => true;

    /// <inheritdoc/>
    /// <exception cref="TensorException">Not fitted, or the columns are not those fitted.</exception>
    public override Tensor Apply(Tensor inputs, Rng? rng = null)
    {
        RequireInputs(inputs);
        int columns = RequireFitted().Length;
        if (inputs.Shape[1] != columns)
        {
            throw new TensorException(Kind, $"the columns are not those fitted. x is {inputs.Shape}; "
                + $"expected [n, {columns}{(inputs.Rank > 2 ? ", …" : "")}]. "
                + "Give the columns that the scaler was fitted on.");
        }

        if (inputs.Rank > 2 && ChannelLoop.CanRun(inputs))
            return ChannelLoop.Apply(inputs, _offset!, _factor!, divides: false);
        bool isSingle = inputs.DType == DType.Float32;
        Tensor offset = isSingle ? _offset32! : Tensor.From(_offset!);
        Tensor factor = isSingle ? _factor32! : Tensor.From(_factor!);
        Tensor centred = inputs - Along(offset, inputs).To(inputs.Device);
        return centred * Along(factor, inputs).To(inputs.Device);
    }

    /// <summary>What was fitted, as Float64 tensors [d], to be saved.</summary>
    /// <exception cref="TensorException">Not fitted.</exception>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        RequireFitted();
        var (first, second) = Names;
        return new Dictionary<string, Tensor>
        {
            [first] = Tensor.From(First!),
            [second] = Tensor.From(Second!),
        };
    }

    /// <summary>Takes over what another scaler of this kind had fitted.</summary>
    /// <exception cref="TensorException">The tensors are not those of <see cref="StateDict"/>.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        var (first, second) = Names;
        if (state.Count != 2 || !state.TryGetValue(first, out Tensor? a) || !state.TryGetValue(second, out Tensor? b)
            || a.Rank != 1 || !a.Shape.Equals(b.Shape) || !a.DType.IsFloating() || !b.DType.IsFloating())
        {
            string found = string.Join(", ", state.Select(entry => $"{entry.Key} {entry.Value.Shape}"));
            throw new TensorException(Kind, $"this is not its state. state holds {found}; "
                + $"expected {first} [d] and {second} [d]. Load what StateDict of a {Kind} gave.");
        }

        SetState((a.To(DType.Float64).ToArray<double>(), b.To(DType.Float64).ToArray<double>()));
    }

    /// <summary>The names of the two rows that are saved.</summary>
    private protected abstract (string First, string Second) Names { get; }

    private protected double[]? First { get; private set; }

    private protected double[]? Second { get; private set; }

    /// <summary>The two rows to save, from inputs that were looked at.</summary>
    private protected abstract (double[] First, double[] Second) Learn(Tensor x);

    /// <summary>What is taken away from column c, and the width that becomes 1; 0 for a constant column.</summary>
    private protected abstract (double Offset, double Width) ScaleOf(double first, double second);

    private protected void SetState((double[] First, double[] Second) state)
    {
        (First, Second) = state;
        int columns = First.Length;
        (double[] offset, double[] factor) = (new double[columns], new double[columns]);
        for (int c = 0; c < columns; c++)
        {
            (offset[c], double width) = ScaleOf(First[c], Second[c]);
            factor[c] = width >= SmallestWidth ? 1 / width : 0;
        }

        (_offset, _factor) = (offset, factor);
        _offset32 = Tensor.From(Array.ConvertAll(offset, value => (float)value));
        _factor32 = Tensor.From(Array.ConvertAll(factor, value => (float)value));
    }

    /// <summary>A row as it stretches over inputs.</summary>
    private protected virtual Tensor Along(Tensor row, Tensor x) => row;

    private double[] RequireFitted() => _offset ?? throw new TensorException(
        Kind, "not fitted yet. There is no scale; expected Fit or LoadStateDict first. Call Fit on the training part.");

    /// <summary>Refuses what is not of the shape and dtype it scales.</summary>
    private protected virtual void RequireInputs(Tensor x)
    {
        if (x.Rank != 2 || !x.DType.IsFloating())
        {
            throw new TensorException(Kind, $"needs a table of numbers. x is {x.DType} {x.Shape}; "
                + "expected Float32 or Float64 [n, d]. Images are scaled by a "
                + "ChannelScaler (channel-norm in recipes) behind ToFloat (to-float).");
        }
    }

    /// <summary>Its kind, and whether it was fitted.</summary>
    public override string ToString() => IsFitted ? GetType().Name : $"{GetType().Name} (not fitted)";
}
