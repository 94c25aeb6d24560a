using System.Text;

namespace Madaline.Data;

/// <summary>What is done with missing cells, in the table that is trained on and in every later row.</summary>
public enum MissingCells
{
    /// <summary>They are an error that counts them.</summary>
    Refuse,

    /// <summary>Their rows are left out and counted.</summary>
    Drop,

    /// <summary>
    /// The median of numbers and dates, the most frequent of other values; a feature more says where. Rows without a
    /// class are left out.
    /// </summary>
    Fill,
}

/// <summary>What is done with a value of a text column that was not trained on.</summary>
public enum UnknownValues
{
    /// <summary>It is an error that lists those that are known.</summary>
    Refuse,

    /// <summary>It goes into a feature of its own, which rare values share.</summary>
    Bucket,
}

/// <summary>What <c>3/4/2024</c> means.</summary>
public enum DateOrder
{
    /// <summary>The third of April.</summary>
    DayFirst,

    /// <summary>The fourth of March.</summary>
    MonthFirst,
}

/// <summary>The rules of tables as recipes and programs write them: <c>fill</c>, <c>day-first</c>.</summary>
public static class TableWords
{
    /// <summary>The word of a rule.</summary>
    /// <typeparam name="T">The kind of rule.</typeparam>
    /// <param name="value">The rule.</param>
    public static string Of<T>(T value) where T : struct, Enum
    {
        var word = new StringBuilder();
        foreach (char c in $"{value}")
        {
            if (char.IsUpper(c) && word.Length > 0)
                word.Append('-');
            word.Append(char.ToLowerInvariant(c));
        }

        return word.ToString();
    }

    /// <summary>All words of a kind of rule.</summary>
    /// <typeparam name="T">The kind of rule.</typeparam>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    /// <summary>The rule of a word, or null.</summary>
    /// <typeparam name="T">The kind of rule.</typeparam>
    /// <param name="word">The word; null for none.</param>
    public static T? Find<T>(string? word) where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
        {
            if (Of(value) == word)
                return value;
        }

        return null;
    }
}
