using Fairlead.Lab.Entrance;
using Fairlead.Lab.Supervision;
using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Lab.Observation;

/// <summary>A running lab, read at one moment, and the names that people use in it.</summary>
public sealed class LabWorld
{
    private readonly LabStatus _status;

    private LabWorld(LabStatus status, WorldSnapshot snapshot)
    {
        _status = status;
        Snapshot = snapshot;
    }

    public WorldSnapshot Snapshot { get; }

    /// <exception cref="AgentApi.ControlException">The lab does not answer.</exception>
    public static LabWorld Read(LabPlaces places)
    {
        var status = places.Lab.Status();
        ObservedPlace[] all =
        [
            .. status.Hosts.Select(host => new ObservedPlace(host.Name, places.Netns(host.Name))),
            .. status.Pods.Select(pod => new ObservedPlace(pod.Name, places.Netns(pod.Name), pod.Node)),
        ];
        var nodes = status.Hosts.Where(host => host.Role == HostRole.Node).Select(host => host.Name).ToHashSet();
        var snapshot = WorldReader.Read(all, places.Lab.Vpc().State, host => nodes.Contains(host) ? AgentTables.TryRead(places.Agent(host)) : null);
        return new LabWorld(status, snapshot);
    }

    /// <summary>The host or pod that a name or one of its addresses means.</summary>
    /// <exception cref="LabException">It means nobody.</exception>
    public string Place(string text)
    {
        if (InetAddress.TryParse(text, out var address))
        {
            return Snapshot.FindOwner(address)?.Name ?? throw new LabException($"no host or pod has {address}");
        }

        return Snapshot.Find(text) is { } place ? place.Name : throw Unknown(text);
    }

    /// <summary>An address itself, or that of a host or pod.</summary>
    /// <exception cref="LabException">There is no such place, or it has no address of the family.</exception>
    public InetAddress Address(string text, bool v6)
    {
        if (InetAddress.TryParse(text, out var address))
        {
            return address;
        }

        var addresses = _status.FindHost(text)?.Addresses ?? _status.FindPod(text)?.Addresses ?? throw Unknown(text);
        var own = addresses.Where(candidate => candidate.IsV6 == v6).ToList();
        return own.Count > 0 ? own[0] : throw new LabException($"{text} has no IPv{(v6 ? 6 : 4)} address");
    }

    private LabException Unknown(string name) => new(Nearest.Sentence("host or pod", name, Snapshot.Namespaces.Select(netns => netns.Name)));
}
