using Madaline.Data;
using Madaline.Recipes;

namespace Madaline.Datasets.Sets;

/// <summary><c>customers</c>: a table with all that tables of real life have (<see cref="Customers"/>).</summary>
internal sealed class CustomersSet : DrawnSet
{
    private static readonly TableOptions Options = new()
    {
        Target = Customers.Churned,
        Exclude = [Customers.Revenue],
        OneHot = true,
        Missing = MissingCells.Fill,
        Unknown = UnknownValues.Bucket,
        RareBelow = 20,
    };

    /// <summary>Fitted on the customers of the default number and seed: all draws have the same features.</summary>
    private static readonly Lazy<TableEncoder> Encoder =
        new(() => TableEncoder.Fit(TableOf(Customers.DefaultCount, DefaultSeed), Options));

    public CustomersSet() : base("customers", "Customers of a shop: text, dates, missing cells, and the few who left.",
        CountUpTo("count", 1 << 20), new("target", $"{Customers.Churned}|{Customers.Revenue}"))
    {
        (SampleShape, ClassNames) = ([Width], ["no", "yes"]);
        TrainCount = Customers.DefaultCount;
    }

    public override Spec TableInstead => base.TableInstead.With("one-hot", Options.OneHot)
        .With("missing", TableWords.Of(Options.Missing)).With("unknown", TableWords.Of(Options.Unknown));

    public override IReadOnlyList<string> ClassNamesFor(DatasetOptions options) =>
        options.Target == Customers.Revenue ? [] : ClassNames;

    public override string ToCsv(DatasetOptions? options = null) =>
        Customers.ToCsv(options?.Count ?? TrainCount, options?.Seed ?? DefaultSeed);

    private protected override TensorDataset Draw(string part, int count, ulong seed) =>
        Draw(part, count, seed, new DatasetOptions());

    private protected override TensorDataset Draw(string part, int count, ulong seed, DatasetOptions options)
    {
        string target = options.Target ?? Customers.Churned;
        if (target is not (Customers.Churned or Customers.Revenue))
        {
            throw new ArgumentException($"customers: the target is {target}; expected {Customers.Churned} or "
                + $"{Customers.Revenue}.", nameof(options));
        }

        TableData data = Encoder.Value.Encode(TableOf(count, seed));
        if (target == Customers.Churned)
            return data.ToDataset(Name);
        double[] revenue = [.. Customers.Draw(count, seed).Select(customer => (double)customer.Revenue)];
        var columns = data.Encoder.Columns.Select(column => column.Name switch
        {
            Customers.Churned => new OmittedColumn(column.Name),
            Customers.Revenue => new ClassColumn(column.Name),
            _ => column,
        });
        return new TensorDataset(data.Inputs, Tensor.Wrap(revenue, [count, 1]))
        {
            Name = Name,
            FeatureNames = data.FeatureNames,
            TargetName = Customers.Revenue,
            Encoder = new TableEncoder(columns, data.Encoder.DType)
            {
                Missing = data.Encoder.Missing,
                Unknown = data.Encoder.Unknown,
            },
        };
    }

    private static int Width => 39;

    private static Table TableOf(int count, ulong seed) => Table.Parse(Customers.ToCsv(count, seed), "customers");
}
