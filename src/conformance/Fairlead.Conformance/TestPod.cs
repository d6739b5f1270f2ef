using System.Text.Json.Nodes;
using Fairlead.Conformance.Node;
using Fairlead.Conformance.Processes;

namespace Fairlead.Conformance;

/// <summary>A container of the check. Disposing of it detaches and removes it, whatever became of it before.</summary>
internal sealed class TestPod(Bench bench, string containerId, PodNamespace netns, string version) : IDisposable
{
    private bool _mayBeAttached;

    public string ContainerId { get; init; } = containerId;

    public PodNamespace Netns { get; } = netns;

    public string Version { get; } = version;

    public string InterfaceName { get; init; } = "eth0";

    public string? Arguments { get; init; } = "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=check";

    /// <summary>What the last plug-in of the chain answered to ADD.</summary>
    public JsonNode? Result { get; private set; }

    /// <summary>All plug-ins in their order, each with the result of the one before it; ends with the first that refuses.</summary>
    public PluginAnswer Add(Func<PluginCall, PluginCall>? change = null)
    {
        _mayBeAttached = true;
        JsonNode? result = null;
        PluginAnswer answer = new(0, "", "");
        foreach (var plugin in bench.Plugins)
        {
            answer = bench.Call(plugin, Changed(change, bench.CallOf("ADD", plugin, this, result)));
            if (!answer.IsSuccess)
            {
                return answer;
            }

            result = answer.Json;
        }

        Result = result;
        return answer;
    }

    /// <summary>All plug-ins in their order, each with the final result of ADD.</summary>
    public PluginAnswer Check(Func<PluginCall, PluginCall>? change = null) => Each("CHECK", bench.Plugins, Result, change);

    /// <summary>All plug-ins in reverse order, each with the final result of ADD.</summary>
    public PluginAnswer Delete(Func<PluginCall, PluginCall>? change = null, bool withResult = true)
    {
        // Section 2, "DEL": prevResult came with 0.4.0.
        var answer = Each("DEL", bench.Plugins.Reverse(), withResult && SpecVersion.HasCheck(Version) ? Result : null, change);
        _mayBeAttached &= !answer.IsSuccess || change is not null;
        return answer;
    }

    /// <summary>What is in the sandbox.</summary>
    public NodeState State() => Netns.Read(NodeState.Read);

    public void Dispose()
    {
        if (_mayBeAttached)
        {
            Delete();
        }

        Netns.Dispose();
    }

    private PluginAnswer Each(string verb, IEnumerable<int> plugins, JsonNode? result, Func<PluginCall, PluginCall>? change)
    {
        PluginAnswer answer = new(0, "", "");
        foreach (var plugin in plugins)
        {
            answer = bench.Call(plugin, Changed(change, bench.CallOf(verb, plugin, this, result)));
            if (!answer.IsSuccess)
            {
                return answer;
            }
        }

        return answer;
    }

    private static PluginCall Changed(Func<PluginCall, PluginCall>? change, PluginCall call) => change is null ? call : change(call);
}
