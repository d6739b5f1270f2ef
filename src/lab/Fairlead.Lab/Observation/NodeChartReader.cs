using System.Net.Sockets;
using Fairlead.Agent.Configuration;
using Fairlead.Agent.Reports;
using Fairlead.AgentApi;
using Fairlead.Linux.Iptables;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Planning.Doctor;

namespace Fairlead.Lab.Observation;

/// <summary>Reads all that a diagnosis of a node is made of: its agent or the files of one, its kernel, its installation.</summary>
/// <param name="root">The node's files, as they are seen from here.</param>
public sealed class NodeChartReader(string node, NetworkNamespace netns, NodeRoot root)
{
    // Matches that say no more than a protocol, a port or nothing at all.
    private static readonly string[] PlainMatches = ["tcp", "udp", "icmp", "icmp6", "multiport", "comment"];

    private readonly AgentPaths _paths = root.Paths();

    /// <summary>Null where the VPC cannot be asked.</summary>
    public VpcChart? Vpc { get; init; }

    /// <summary>The plug-in that came with this program; null where none lies beside it.</summary>
    public string? OwnPlugin { get; init; }

    public string StartAgent { get; init; } = "systemctl start fairlead-agent";

    /// <exception cref="Reconciliation.WorldException">The node's kernel cannot be read.</exception>
    public NodeChart Read()
    {
        var (report, silence) = Ask();
        return new NodeChart
        {
            Node = node,
            Kernel = NetnsReader.Read(node, netns),
            Report = report,
            Silence = silence,
            StartAgent = StartAgent,
            Installation = Installation(),
            LegacyRules = [.. LegacyFilterReader.ReadDrops(netns).Where(rule => rule.Chain != "OUTPUT").Select(Foreign)],
            Capabilities = KernelCapabilities.Read(),
            Vpc = Vpc,
        };
    }

    private (AgentReport? Report, string Silence) Ask()
    {
        try
        {
            return (AgentReport.Read(new ControlClient(_paths.Socket, "the agent").Call("report")), "");
        }
        catch (ControlException error)
        {
            var silence = error.InnerException is { } inner ? $"nobody answers at {new AgentPaths().Socket}: {Reason(inner)}" : error.Message;
            return File.Exists(_paths.Configuration) ? (new FileReport(root, _paths, netns, TimeProvider.System).Write(), silence) : (null, silence);
        }
    }

    // The path in a socket's message is the one by which we see it, and nobody else does.
    private static string Reason(Exception error) =>
        error is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? "it ended without tidying up (connection refused)"
        : error is SocketException { SocketErrorCode: SocketError.AddressNotAvailable or SocketError.HostNotFound } ? "there is no socket"
        : error.Message;

    private InstallationChart Installation()
    {
        var folder = Path.GetDirectoryName(_paths.Conflist)!;
        return new InstallationChart
        {
            ConflistPath = new AgentPaths().Conflist,
            Conflist = File.Exists(_paths.Conflist) ? File.ReadAllText(_paths.Conflist) : null,
            Neighbours = Directory.Exists(folder)
                ? [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Where(file => Path.GetExtension(file) is ".conf" or ".conflist" or ".json")]
                : [],
            PluginPath = new AgentPaths().Plugin,
            Plugin = Plugin(),
        };
    }

    private PluginFile Plugin() => !File.Exists(_paths.Plugin) ? PluginFile.Missing
        : !File.GetUnixFileMode(_paths.Plugin).HasFlag(UnixFileMode.UserExecute) ? PluginFile.NotExecutable
        : OwnPlugin is null || !File.Exists(OwnPlugin) ? PluginFile.NotCompared
        : File.ReadAllBytes(_paths.Plugin).AsSpan().SequenceEqual(File.ReadAllBytes(OwnPlugin)) ? PluginFile.Same
        : PluginFile.OtherBuild;

    private static ForeignRule Foreign(LegacyRule rule) => new(
        $"ip{(rule.IsV6 ? "6" : "")}tables-legacy: chain {rule.Chain}, rule {rule.Number}", $"{rule}",
        [.. new[] { rule.Source, rule.Destination }.OfType<Cidr>()],
        rule.IsInverted || rule.Matches.Except(PlainMatches).Any());
}
