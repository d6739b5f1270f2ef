using System.CommandLine;
using System.CommandLine.Parsing;
using Fairlead.Lab.Killing;

namespace Fairlead.Cli.Commands.Lab;

/// <summary>What is killed while a scenario runs: <c>--kill PART…</c> and <c>--seed NUMBER</c>.</summary>
internal static class KillOptions
{
    private const string All = "all";

    public static readonly Option<string[]> Kill = new("--kill")
    {
        Description = "Kills it with SIGKILL at random moments, again and again, and starts it again: agent, controller, store, cloud, or all",
        HelpName = "PART",
        AllowMultipleArgumentsPerToken = true,
    };

    public static readonly Option<int?> Seed = new("--seed") { Description = "Of the moments; another one each time where there is none", HelpName = "NUMBER" };

    public static void Check(CommandResult command)
    {
        var wrong = command.GetValue(Kill)?.FirstOrDefault(part => part != All && !LabPart.Programs.Contains(part));
        if (wrong is not null)
        {
            command.AddError($"--kill: {Model.Problems.Nearest.Sentence("part", wrong, [.. LabPart.Programs, All])}");
        }

        if (command.GetResult(Seed) is not null && command.GetValue(Kill) is not { Length: > 0 })
        {
            command.AddError("--seed goes with --kill");
        }
    }

    /// <returns>Null where nothing is to be killed.</returns>
    public static KillPlan? Plan(ParseResult parsed)
    {
        var parts = parsed.GetValue(Kill) ?? [];
        var programs = parts.Contains(All) ? LabPart.Programs : [.. parts.Distinct()];
        return programs.Count == 0 ? null : new KillPlan(programs, parsed.GetValue(Seed) ?? Environment.TickCount);
    }
}
