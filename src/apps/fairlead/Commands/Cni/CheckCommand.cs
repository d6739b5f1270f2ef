using System.CommandLine;
using Fairlead.Cli.Commands.Lab;
using Fairlead.Cli.Output;
using Fairlead.Conformance;
using Fairlead.Conformance.Lists;
using Fairlead.Conformance.Node;
using Fairlead.Conformance.Report;
using Fairlead.Lab;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Processes;
using Fairlead.Model.Problems;

namespace Fairlead.Cli.Commands.Cni;

/// <summary><c>fairlead cni check PLUGIN-CONFLIST</c></summary>
internal static class CheckCommand
{
    // Where a container runtime on the node has them: pods' namespaces, and by default the plug-ins.
    private const string NetnsFolder = "/run/netns";
    private const string UsualFolders = "/opt/cni/bin:/usr/lib/cni";

    private static readonly Argument<string> ListFile = new("conflist") { Description = "the network's configuration list", HelpName = "PLUGIN-CONFLIST" };

    private static readonly Option<string[]> Folders = new("--cni-path", "--plugins")
    {
        Description = $"a folder with plug-ins; may be given several times (default: CNI_PATH, else {UsualFolders})", HelpName = "DIR",
    };

    private static readonly Option<string[]> Links = new("--link") { Description = "makes a link of this name in the node before anything is run, for plug-ins that need one (macvlan's master)", HelpName = "NAME" };

    private static readonly Option<string[]> Only = new("--only") { Description = $"runs this group of cases only; may be given several times: {string.Join(", ", ConformanceCheck.Groups)}", HelpName = "GROUP" };

    private static readonly Option<string> LabNode = new("--node") { Description = "runs in this node of a lab, whose files and plug-ins it then uses", HelpName = "NODE" };

    private static readonly Option<bool> Here = new("--here") { Description = "this network namespace is the node: for plug-ins with an agent, on a machine where pods may come and go" };

    public static Command Create()
    {
        var command = new Command("check", "Checks CNI plug-ins of any maker against the specification: runs them in namespaces of their own; ends with status 1 where a case failed.")
        {
            ListFile, Folders, Links, Only, LabNode, LabCommand.Name, Here,
        };
        Only.AcceptOnlyFromAmong([.. ConformanceCheck.Groups]);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        if (parsed.GetValue(Links) is { Length: > 0 } && (parsed.GetValue(Here) || parsed.GetValue(LabNode) is not null))
        {
            throw new LabException("--link is for a node that the check makes; with --here or --node, make the link there yourself");
        }

        return parsed.GetValue(LabNode) is { } node ? InLab(parsed, node)
            : parsed.GetValue(Here) || NodeOfItsOwn.IsCurrent ? InNode(parsed)
            // Read here too: what is wrong with the list is said before anything is made.
            : Read(parsed) is not null ? NodeOfItsOwn.Run() : 1;
    }

    private static int InLab(ParseResult parsed, string node) => ExecCommand.InTerminal(parsed.Lab().CommandIn(
        node,
        [
            "env", "DOTNET_EnableDiagnostics=0", Installation.Dotnet, Installation.InsideLab.Program("fairlead"), "cni", "check", "--here", parsed.GetValue(ListFile)!,
            "--output", parsed.GetValue(OutputOption.Option).ToString(),
            .. (parsed.GetValue(Folders) ?? []).SelectMany(folder => new[] { "--cni-path", folder }), .. (parsed.GetValue(Only) ?? []).SelectMany(group => new[] { "--only", group }),
        ]));

    private static int InNode(ParseResult parsed)
    {
        var list = Read(parsed);
        var output = parsed.Output();
        using var node = new NodeNamespace(NetnsFolder);
        node.Prepare(parsed.GetValue(Links) ?? []);
        var report = output.While("checking", say => ConformanceCheck.Run(list, string.Join(':', Path(parsed)), node, parsed.GetValue(Only) ?? [], what => say($"checking: {what}")));
        output.Write(ReportText.Json(list, report), console => ReportText.Write(console, list, report));
        return report.Passed ? 0 : 1;
    }

    private static PluginList Read(ParseResult parsed)
    {
        var file = parsed.GetValue(ListFile)!;
        return PluginListReader.Read(TextFile.Read(file), file, Path(parsed));
    }

    private static string[] Path(ParseResult parsed) =>
        parsed.GetValue(Folders) is { Length: > 0 } folders
            ? [.. folders.Select(System.IO.Path.GetFullPath)]
            : (Environment.GetEnvironmentVariable("CNI_PATH") is { Length: > 0 } variable ? variable : UsualFolders).Split(':', StringSplitOptions.RemoveEmptyEntries);
}
