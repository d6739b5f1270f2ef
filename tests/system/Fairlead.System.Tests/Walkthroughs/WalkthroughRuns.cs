using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fairlead.Lab.Processes;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Walkthroughs;

/// <summary>Runs of <c>lab run walkthrough</c>, as programs read what they say.</summary>
internal static partial class WalkthroughRuns
{
    // Where the machine is busy and parts are killed, a multiple of what it takes else.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(14);

    private static readonly Lazy<JsonNode> First = new(() => AsRoot());

    /// <summary>One in which nothing is killed but by its own step, run once for all who ask.</summary>
    public static JsonNode Undisturbed => First.Value;

    /// <exception cref="Xunit.Sdk.TrueException">A finding is not as expected; with all of it.</exception>
    public static JsonNode AsRoot(params string[] options)
    {
        LabUser.Root.Require();
        var done = Run.ToEnd(LabUser.Root.CommandLine(["lab", "run", "walkthrough", "--output", "json", .. options]), timeout: Patience);
        Assert.True(done.Status is 0 or 1, done.Output + done.Errors);
        var report = JsonNode.Parse(done.Output)!;
        var wrong = Findings(report).Where(finding => !(bool)finding["asExpected"]!).ToList();
        Assert.True(done.Status == 0 && wrong.Count == 0, $"{string.Join(' ', options)}: {string.Join('\n', wrong)}\n{report["kills"]}\n{done.Errors}");
        return report;
    }

    public static IReadOnlyList<JsonNode> Findings(JsonNode report) => [.. report["steps"]!.AsArray().SelectMany(step => step!["findings"]!.AsArray()).Select(finding => finding!)];

    /// <summary>What was tried, step by step, without the addresses and ids that differ from run to run.</summary>
    public static IReadOnlyList<string> Tried(JsonNode report) =>
        [.. report["steps"]!.AsArray().SelectMany(step => step!["findings"]!.AsArray().Select(finding => $"{step["number"]}: {Differing().Replace($"{finding!["tried"]}", "…")}"))];

    [GeneratedRegex(@"\[?[0-9a-f]*:[0-9a-f:]*:[0-9a-f:]+\]?|\d+\.\d+\.\d+\.\d+|eni-\d+ is deleted")]
    private static partial Regex Differing();
}
