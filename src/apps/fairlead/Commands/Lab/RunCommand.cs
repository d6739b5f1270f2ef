using System.CommandLine;
using System.Globalization;
using Fairlead.Cli.Output;
using Fairlead.Lab;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Killing;
using Fairlead.Lab.Topology;
using Fairlead.Lab.Walkthrough;
using Spectre.Console;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>fairlead lab run walkthrough</c></summary>
internal static class RunCommand
{
    public static Command Create() => new("run", "Runs a scenario in a lab of its own.") { WalkthroughCommand() };

    private static readonly Option<bool> HostileDhcp = new("--hostile-dhcp") { Description = "With a DHCP client on every host that grabs each NIC that appears" };

    private static readonly Lock Speaking = new();

    private static Command WalkthroughCommand()
    {
        var command = new Command("walkthrough", "What Fairlead exists for, step by step, with real packets: what was tried, what was seen.") { HostileDhcp, KillOptions.Kill, KillOptions.Seed };
        command.Validators.Add(KillOptions.Check);
        command.SetAction(parsed => LabPlaces.Current is null ? InOwnLab(parsed) : Inside(parsed));
        return command;
    }

    private static int InOwnLab(ParseResult parsed)
    {
        // Another may be running beside it: the name is this process's.
        var name = $"walkthrough-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";
        var topology = parsed.GetValue(HostileDhcp) ? $"{LabTopology.WalkthroughText}\nhostileDhcp: true\n" : LabTopology.WalkthroughText;
        var lab = parsed.Output().While(
            "starting a lab",
            say => LabStarter.Start(name, topology, "the built-in topology", what => say($"starting a lab: {what}"), withUs: true));
        try
        {
            return ExecCommand.InTerminal(lab.CommandInside(Environment.GetCommandLineArgs().Skip(1)));
        }
        finally
        {
            lab.Stop();
        }
    }

    private static int Inside(ParseResult parsed)
    {
        var output = parsed.Output();
        using var places = new LabPlaces();
        var plan = KillOptions.Plan(parsed);
        var report = new Walkthrough(places, plan).Run(
            (number, title) => Say(output, console => console.MarkupLine($"[bold]step {number}[/]  {Markup.Escape(title)}")),
            finding => Say(output, console => Write(console, finding)),
            kill => Say(output, console => Write(console, kill)));
        output.Write(LabJson.ToNode(report), console => Summarise(console, report));
        return report.Passed ? 0 : 1;
    }

    // Kills are told by another thread.
    private static void Say(CommandOutput output, Action<IAnsiConsole> write)
    {
        if (!output.IsJson)
        {
            lock (Speaking)
            {
                write(output.Console);
            }
        }
    }

    private static void Write(IAnsiConsole console, Kill kill) => console.MarkupLine(
        $"  [yellow]kill[/] {Markup.Escape(kill.Part)}, {kill.At.TotalSeconds:0.0} s after the beginning; "
        + (kill.Trouble is null ? $"started {kill.Away.TotalSeconds:0.0} s later" : $"[red]{Markup.Escape(kill.Trouble)}[/]"));

    private static void Write(IAnsiConsole console, Finding finding)
    {
        console.MarkupLine($"  {(finding.AsExpected ? "[green]ok[/]  " : "[red]NOT[/] ")} {Markup.Escape(finding.Tried)}");
        foreach (var line in finding.Seen.Split('\n'))
        {
            console.MarkupLine($"       [grey]{Markup.Escape(line)}[/]");
        }
    }

    private static void Summarise(IAnsiConsole console, WalkthroughReport report)
    {
        console.WriteLine();
        foreach (var step in report.Steps)
        {
            console.MarkupLine($"step {step.Number}  {(step.Passed ? "[green]passed[/]" : "[red]FAILED[/]")}  {Markup.Escape(step.Title)}");
        }

        console.WriteLine();
        if (report.Seed is { } seed)
        {
            console.WriteLine($"{report.Kills.Count} kills, with --seed {seed}");
        }

        console.WriteLine(report.Passed ? "All of it was seen." : "Not all of it was seen: look for NOT above.");
        console.WriteLine("The same world to look around in: fairlead lab up --cluster");
    }
}
