using System.Text.Json.Nodes;
using Fairlead.Conformance.Lists;
using Fairlead.Conformance.Node;
using Fairlead.Conformance.Processes;

namespace Fairlead.Conformance;

/// <summary>The plug-ins of a list in their node, called as a runtime calls them.</summary>
internal sealed class Bench(PluginList list, string path, NodeNamespace node, IReadOnlyDictionary<int, IReadOnlyList<string>> supported)
{
    private static int _containers;

    public PluginList List { get; } = list;

    public NodeNamespace Node { get; } = node;

    /// <summary>Versions that every plug-in of the list declares, oldest first.</summary>
    public IReadOnlyList<string> Versions { get; } = [.. SpecVersion.Known.Where(version => supported.Values.All(one => one.Contains(version)))];

    /// <summary>The version for everything that is not about versions: the newest that all know.</summary>
    public string Version => Versions.Count > 0 ? Versions[^1] : List.Versions[^1];

    /// <summary>What VERSION of one plug-in names; empty where it names nothing.</summary>
    public IReadOnlyList<string> Supported(int plugin) => supported[plugin];

    public IEnumerable<int> Plugins => Enumerable.Range(0, List.Plugins.Count);

    /// <summary>A container with a namespace, not attached to anything.</summary>
    public TestPod NewPod(string? version = null) =>
        new(this, $"check-{Environment.ProcessId}-{Interlocked.Increment(ref _containers)}", PodNamespace.Create(Node.Folder), version ?? Version);

    public PluginAnswer Call(int plugin, PluginCall call) => Programs.Call(List.Plugins[plugin].Binary, call);

    /// <summary>A call with every variable that a verb has.</summary>
    public PluginCall CallOf(string verb, int plugin, TestPod pod, JsonNode? previous) => new()
    {
        Command = verb,
        ContainerId = pod.ContainerId,
        Netns = pod.Netns.Path,
        InterfaceName = pod.InterfaceName,
        Arguments = pod.Arguments,
        Path = path,
        Input = List.Configuration(plugin, pod.Version, previous).ToJsonString(),
    };

    /// <summary>A call that is about no container.</summary>
    public PluginCall NodeCallOf(string verb, JsonObject configuration) => new() { Command = verb, Path = path, Input = configuration.ToJsonString() };

    /// <summary>The state of the node as soon as it is <paramref name="before"/> again, else how it is after a while.</summary>
    public string NodeDifference(NodeState before) => WithPatience(() => Node.Read().DifferenceFrom(before));

    /// <summary>The kernel ends some things in its own time: what differs is looked at again for two seconds.</summary>
    public static string WithPatience(Func<string> difference)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = difference();
            if (seen.Length == 0 || TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(2))
            {
                return seen;
            }

            Thread.Sleep(20);
        }
    }
}
