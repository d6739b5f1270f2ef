using System.CommandLine.Parsing;
using Fairlead.Model.Problems;

namespace Fairlead.Cli.Commands;

/// <summary>How arguments and options of commands take the name of a file.</summary>
internal static class NamedFile
{
    /// <summary>For those of the type <see cref="FileInfo"/>: an empty word is what a shell makes of a variable that is not set.</summary>
    public static FileInfo? Parse(ArgumentResult result)
    {
        var word = result.Tokens.Count == 0 ? null : result.Tokens[0].Value;
        if (word is "")
        {
            result.AddError($"{Said(result)}: '' is no name of a file");
            return null;
        }

        return word is null ? null : new FileInfo(word);
    }

    /// <summary>For arguments: a word that looks like an option, and is none, would else be taken for a file.</summary>
    public static void Check(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(token => token.Value.StartsWith("--", StringComparison.Ordinal)))
        {
            var known = (result.Parent as CommandResult)?.Command.Options.Select(option => option.Name) ?? [];
            result.AddError(Nearest.Sentence("option", token.Value, known));
        }

        Parse(result);
    }

    private static string Said(ArgumentResult result) => result.Parent is OptionResult option ? option.Option.Name : result.Argument.HelpName ?? result.Argument.Name;
}
