using Madaline.Data;

namespace Madaline.Recipes;

/// <summary>Encoders of models that hold names of features and no encoder, as far as the names tell.</summary>
internal static class ColumnsOfOldModels
{
    /// <summary>The encoder, or null where the names could mean several tables.</summary>
    /// <param name="recipe">The recipe, which says whether text became several features.</param>
    /// <param name="featureNames">Names of the features; <c>COLUMN=value</c> for one of several.</param>
    /// <param name="classNames">Names of the classes.</param>
    public static TableEncoder? Find(
        Recipe recipe, IReadOnlyList<string> featureNames, IReadOnlyList<string> classNames)
    {
        bool isOneHot = recipe.Dataset.Flag("one-hot", false);
        List<EncodedColumn>? columns = isOneHot ? Group(featureNames)
            : [.. featureNames.Select(name => new NumberColumn(name))];
        string target = recipe.Dataset.Text("target") ?? "class";
        bool isClear = columns is { Count: > 0 } && classNames.Distinct().Count() == classNames.Count
            && columns.TrueForAll(column => column.Name.Length > 0)
            && columns.DistinctBy(column => column.Name).Count() == columns.Count;
        if (!isClear)
            return null;
        return columns!.Exists(column => column.Name == target) ? new TableEncoder(columns)
            : new TableEncoder([.. columns, new ClassColumn(target) { Values = classNames }]);
    }

    /// <summary>
    /// Neighbours of one column come together; null where a name has two signs, or a column only one value: the sign
    /// may then be part of a column's name.
    /// </summary>
    private static List<EncodedColumn>? Group(IReadOnlyList<string> names)
    {
        var columns = new List<EncodedColumn>();
        foreach (string name in names)
        {
            string[] parts = name.Split('=');
            if (parts.Length > 2)
                return null;
            if (parts.Length == 1)
                columns.Add(new NumberColumn(name));
            else if (columns is [.., CategoryColumn last] && last.Name == parts[0])
                columns[^1] = last with { Values = [.. last.Values, parts[1]] };
            else
                columns.Add(new CategoryColumn(parts[0]) { Values = [parts[1]] });
        }

        return columns.Exists(column => column is CategoryColumn
            && (column.Values.Count < 2 || column.Values.Distinct().Count() < column.Values.Count)) ? null : columns;
    }
}
