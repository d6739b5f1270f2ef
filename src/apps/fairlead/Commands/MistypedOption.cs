using System.CommandLine.Parsing;
using Fairlead.Model.Problems;

namespace Fairlead.Cli.Commands;

/// <summary>For the arguments of commands: a word that looks like an option, and is none, would else be taken for a file.</summary>
internal static class MistypedOption
{
    public static void Refuse(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(token => token.Value.StartsWith("--", StringComparison.Ordinal)))
        {
            var known = (result.Parent as CommandResult)?.Command.Options.Select(option => option.Name) ?? [];
            result.AddError(Nearest.Sentence("option", token.Value, known));
        }
    }
}
