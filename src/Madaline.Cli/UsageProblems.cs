using System.CommandLine;
using System.CommandLine.Parsing;
using Madaline.Formats;

namespace Madaline.Cli;

/// <summary>What is wrong with a command line, in the tool's own words.</summary>
internal static class UsageProblems
{
    private const int MaxLetters = 60;

    /// <summary>The problems, one sentence each; none for a command line that fits.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string[] words = [.. parsed.UnmatchedTokens.Where(word => !LooksLikeFlag(word))];
        bool beginsWithFlag = parsed.UnmatchedTokens is [var first, ..] && LooksLikeFlag(first)
            && !IsKnownBelow(command, first);
        if (command.Subcommands.Count > 0 && words.Length > 0 && !beginsWithFlag)
            return [Group(command, words)];
        string[] unknown = [.. UnknownFlags(parsed)];
        if (command.Subcommands.Count > 0 && unknown.All(flag => IsKnownBelow(command, flag))
            && parsed.Errors.Count > 0)
            return [Group(command, [])];
        if (unknown.Length > 0)
            return [.. unknown.Select(flag => IsKnown(command, flag) ? Swallowed(parsed, flag)
                : NoFlag(command, flag))];
        if (parsed.Errors.Count == 0)
            return [];
        string[] problems = [.. parsed.Errors.Select(error => Problem(parsed, error)).Distinct()];
        return problems;
    }

    /// <summary>How the command is called, as <c>data get</c>; empty for the tool itself.</summary>
    public static string Path(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent
        ? $"{Path(parent)} {command.Name}".TrimStart() : "";

    /// <summary>
    /// Words that look like flags and are none: the parser takes them for arguments where a command has any, also for
    /// the value of the flag before them.
    /// </summary>
    private static IEnumerable<string> UnknownFlags(ParseResult parsed)
    {
        bool isLiteral = false;
        foreach (Token token in parsed.Tokens)
        {
            isLiteral |= token.Type == TokenType.DoubleDash;
            if (!isLiteral && token.Type == TokenType.Argument && LooksLikeFlag(token.Value))
                yield return token.Value.Split('=', ':')[0];
        }
    }

    private static bool LooksLikeFlag(string word) => word.Length > 1 && word[0] == '-'
        && char.IsAsciiLetter(word[word[1] == '-' && word.Length > 2 ? 2 : 1]);

    private static bool IsKnown(Command command, string flag) =>
        command.Options.Concat(Above(command)).Any(option => option.Name == flag);

    private static bool IsKnownBelow(Command command, string flag) =>
        command.Subcommands.Any(sub => IsKnown(sub, flag) || IsKnownBelow(sub, flag));

    /// <summary>A flag that was taken for the value of the one before it.</summary>
    private static string Swallowed(ParseResult parsed, string flag)
    {
        Token[] tokens = [.. parsed.Tokens];
        int place = Array.FindIndex(tokens, token => token.Type == TokenType.Argument
            && token.Value.Split('=', ':')[0] == flag);
        Token? before = tokens.Take(place).LastOrDefault(token => token.Type == TokenType.Option);
        return before is null ? $"{flag} stands where an argument is expected."
            : $"{before.Value} needs a value; {flag} follows.";
    }

    private static string NoFlag(Command command, string flag)
    {
        string[] known = [.. command.Options.Concat(Above(command)).Where(option => !option.Hidden)
            .Select(option => option.Name).Distinct()];
        string subject = Path(command) is { Length: > 0 } path ? path : "madaline";
        string? near = NearestName.Of(flag.TrimStart('-'), known.Select(name => name.TrimStart('-')));
        return near is not null ? $"{subject} has no flag {Cut(flag)}. Did you mean --{near}?"
            : $"{subject} has no flag {Cut(flag)}; expected {(known.Length == 0 ? "none" : string.Join(", ", known))}.";
    }

    private static IEnumerable<Option> Above(Command command) =>
        command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive)
            .Concat(Above(parent)));

    private static string Group(Command command, IReadOnlyList<string> unmatched)
    {
        string subject = command.Parents.Any() ? $"{command.Name} command" : "command";
        string[] known = [.. command.Subcommands.Select(sub => sub.Name)];
        string list = string.Join(", ", known);
        return unmatched.Count == 0 ? $"a {subject} is missing; expected one of {list}."
            : $"there is no {subject} {Cut(unmatched[0])}.{NearestName.Hint(unmatched[0], known)} "
                + $"Expected one of {list}.";
    }

    private static string Problem(ParseResult parsed, ParseError error)
    {
        Command command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens.Count > 0 && error.SymbolResult is CommandResult or null)
        {
            string takes = string.Join(' ', command.Arguments.Select(Called));
            return $"{Path(command)} takes {(takes.Length == 0 ? "no arguments" : $"{takes} and no more")}; "
                + $"{Cut(parsed.UnmatchedTokens[0])} is left over. Quote what holds spaces.";
        }

        switch (error.SymbolResult)
        {
            case OptionResult { Tokens.Count: 0 } option when option.Option.Arity.MinimumNumberOfValues > 0:
                return $"{option.Option.Name} needs a value: {option.Option.Name} {option.Option.HelpName ?? "VALUE"}.";
            case OptionResult option when option.IdentifierTokenCount > 1
                && option.Option.Arity.MaximumNumberOfValues == 1:
                return $"{option.Option.Name} is given {option.IdentifierTokenCount} times; expected once.";
            case OptionResult option when IsOfTheParser(error.Message):
                return $"{option.Option.Name} is {Cut(string.Join(' ', option.Tokens.Select(token => token.Value)))}; "
                    + $"expected {option.Option.HelpName ?? "no value"}.";
            case OptionResult:
                return error.Message;
            default:
                Argument? missing = command.Arguments.FirstOrDefault(argument =>
                    parsed.GetResult(argument) is not { Tokens.Count: > 0 }
                        && argument.Arity.MinimumNumberOfValues > 0);
                return missing is null ? error.Message
                    : $"{Path(command)} needs {Called(missing)}: {missing.Description}";
        }
    }

    /// <summary>Whether a sentence comes from the parser, which speaks of types of the runtime.</summary>
    private static bool IsOfTheParser(string message) => message.Contains("System.", StringComparison.Ordinal)
        || message.StartsWith("Cannot parse", StringComparison.Ordinal);

    private static string Called(Argument argument) => argument.Name.ToUpperInvariant();

    private static string Cut(string text) => text.Length <= MaxLetters ? text : text[..MaxLetters] + "…";
}
