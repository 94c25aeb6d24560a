using System.Text;

namespace Madaline.Generators.Members;

/// <summary>Names of members in PyTorch's case.</summary>
internal static class MemberNames
{
    /// <summary><c>_conv1</c> and <c>Conv1</c> → <c>conv1</c>, <c>_selfAttn</c> → <c>self_attn</c>, <c>RNNCell</c> →
    /// <c>rnn_cell</c>.</summary>
    public static string Of(string member)
    {
        string name = member.TrimStart('_');
        var text = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            bool startsWord = char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.Length > 0 ? text.ToString() : member;
    }
}
