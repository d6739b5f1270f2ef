using System.Text.Json.Nodes;
using Fairlead.Cli.Output;
using Fairlead.Conformance.Lists;
using Fairlead.Conformance.Report;
using Spectre.Console;

namespace Fairlead.Cli.Commands.Cni;

/// <summary>The report of a check for people and for programs.</summary>
internal static class ReportText
{
    public static void Write(IAnsiConsole console, PluginList list, CheckReport report)
    {
        console.WriteLine($"network {list.Name}: {string.Join(", ", list.Plugins.Select(plugin => plugin.Binary))}");
        foreach (var group in report.Cases.GroupBy(one => one.Group))
        {
            console.WriteLine();
            console.MarkupLine($"[bold]{Markup.Escape(group.Key)}[/]");
            foreach (var one in group)
            {
                console.MarkupLine($"  {Word(one.Verdict.Outcome)}  {Markup.Escape(one.Name.PadRight(58))}  [grey]{Markup.Escape(one.Clause)}[/]");
                if (one.Verdict.Seen.Length > 0)
                {
                    console.WriteLine($"                   {one.Verdict.Seen}");
                }
            }
        }

        console.WriteLine();
        console.WriteLine(Summary(report));
    }

    public static JsonObject Json(PluginList list, CheckReport report) => new()
    {
        ["network"] = list.Name,
        ["plugins"] = new JsonArray([.. list.Plugins.Select(plugin => (JsonNode)plugin.Binary)]),
        ["passed"] = report.Count(Outcome.Passed),
        ["failed"] = report.Count(Outcome.Failed),
        ["notSupported"] = report.Count(Outcome.NotSupported),
        ["cases"] = new JsonArray([.. report.Cases.Select(one => (JsonNode)new JsonObject
        {
            ["group"] = one.Group,
            ["case"] = one.Name,
            ["outcome"] = one.Verdict.Outcome switch { Outcome.Passed => "passed", Outcome.Failed => "failed", _ => "notSupported" },
            ["clause"] = one.Clause,
            ["seen"] = one.Verdict.Seen,
        })]),
    };

    private static string Summary(CheckReport report) =>
        $"{report.Count(Outcome.Passed)} passed, {report.Count(Outcome.Failed)} failed, {report.Count(Outcome.NotSupported)} not supported";

    private static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Passed => "[green]passed[/]       ",
        Outcome.Failed => "[red]FAILED[/]       ",
        _ => "[yellow]not supported[/]",
    };
}
