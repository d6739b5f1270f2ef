using System.CommandLine;

namespace Fairlead.Cli.Output;

internal enum OutputFormat
{
    Text,
    Json,
}

/// <summary><c>--output text|json</c>, which every command has.</summary>
internal static class OutputOption
{
    public static Option<OutputFormat> Option { get; } = new("--output", "-o")
    {
        Description = "text for people, json for programs",
        Recursive = true,
        DefaultValueFactory = _ => OutputFormat.Text,
    };

    public static CommandOutput Output(this ParseResult parsed) => new(parsed.GetValue(Option));
}
