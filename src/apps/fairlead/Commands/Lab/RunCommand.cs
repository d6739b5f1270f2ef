using System.CommandLine;
using System.Globalization;
using Fairlead.Cli.Output;
using Fairlead.Lab;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Topology;
using Fairlead.Lab.Walkthrough;
using Spectre.Console;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>fairlead lab run walkthrough</c></summary>
internal static class RunCommand
{
    public static Command Create() => new("run", "Runs a scenario in a lab of its own.") { WalkthroughCommand() };

    private static readonly Option<bool> HostileDhcp = new("--hostile-dhcp") { Description = "With a DHCP client on every host that grabs each NIC that appears" };

    private static Command WalkthroughCommand()
    {
        var command = new Command("walkthrough", "What Fairlead exists for, step by step, with real packets: what was tried, what was seen.") { HostileDhcp };
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
        var report = new Walkthrough(places).Run(
            (number, title) => Say(output, console => console.MarkupLine($"[bold]step {number}[/]  {Markup.Escape(title)}")),
            finding => Say(output, console => Write(console, finding)));
        output.Write(LabJson.ToNode(report), console => Summarise(console, report));
        return report.Passed ? 0 : 1;
    }

    private static void Say(CommandOutput output, Action<IAnsiConsole> write)
    {
        if (!output.IsJson)
        {
            write(output.Console);
        }
    }

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
        console.WriteLine(report.Passed ? "All of it was seen." : "Not all of it was seen: look for NOT above.");
        console.WriteLine("The same world to look around in: fairlead lab up --cluster");
    }
}
