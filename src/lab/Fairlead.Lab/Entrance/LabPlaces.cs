using System.Collections.Concurrent;
using System.Globalization;
using Fairlead.AgentApi;
using Fairlead.Lab.Processes;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Lab.Entrance;

/// <summary>
/// A lab from the inside: what runs in its namespaces may open those of all its hosts and pods, as root of the machine or not. Programs
/// come here by <see cref="RunningLab.CommandInside"/>.
/// </summary>
public sealed class LabPlaces : IDisposable
{
    /// <summary>Set for programs that run inside a lab: its name.</summary>
    public const string Variable = "FAIRLEAD_INSIDE";

    private readonly ConcurrentDictionary<int, NetworkNamespace> _opened = [];

    /// <exception cref="LabException">This process does not run inside a lab.</exception>
    public LabPlaces() =>
        Lab = LabFinder.Get(Current ?? throw new LabException("this runs inside a lab only"));

    /// <summary>Name of the lab that this process runs inside; null outside.</summary>
    public static string? Current => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? name : null;

    public RunningLab Lab { get; }

    /// <summary>Network namespace of a host or pod. It stays open until this object is disposed of, the pod's too when the pod has gone.</summary>
    /// <exception cref="LabException">There is neither of that name.</exception>
    public NetworkNamespace Netns(string place) =>
        _opened.GetOrAdd(Lab.Status().PidOf(place), pid => NetworkNamespace.OpenPath(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/ns/net")));

    /// <summary>Asks the agent of a node directly.</summary>
    public ControlClient Agent(string node) => new(LabPaths.Of(Lab.Status().PidOf(node), LabPaths.AgentSocket), $"the agent of {node}");

    public void Dispose()
    {
        foreach (var netns in _opened.Values)
        {
            netns.Dispose();
        }
    }
}
