using Fairlead.Lab.Entrance;
using Fairlead.Lab.Observation;
using Fairlead.Lab.Pods;
using Fairlead.Lab.Probes;
using Fairlead.Lab.Supervision;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Planning.Doctor;
using Fairlead.Planning.Paths;

namespace Fairlead.Lab.Walkthrough;

/// <summary>What the walkthrough's steps do to the lab, in their words.</summary>
internal sealed class World(LabPlaces places)
{
    public const ushort Port = 8080;

    // A SYN that is lost is sent again after 1 s: what has not answered by then will not.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1500);

    public RunningLab Lab => places.Lab;

    public NetworkNamespace Netns(string place) => places.Netns(place);

    public PodStatus RunPod(string name, string node) => Lab.RunPod(new PodRequest(name, node));

    public InetAddress AddressOf(string place, bool v6 = false)
    {
        var status = Lab.Status();
        var addresses = status.FindHost(place)?.Addresses ?? status.FindPod(place)?.Addresses ?? throw new LabException($"{place} has gone");
        return addresses.First(address => address.IsV6 == v6);
    }

    /// <summary>Connects from one place to a listener in another.</summary>
    public ProbeResult Connect(string from, string to, bool v6 = false) => Probe.Tcp(Netns(from), Netns(to), AddressOf(to, v6), Port, Patience);

    /// <summary>What <c>fairlead why FROM TO:PORT</c> foretells, from tables alone.</summary>
    public PathPrediction Predict(string from, string to)
    {
        var world = LabWorld.Read(places);
        return new PathPredictor(world.Snapshot).Predict(new PathQuestion(from, AddressOf(to), Port));
    }

    /// <summary>What <c>fairlead doctor NODE</c> says.</summary>
    public IReadOnlyList<Diagnosis> Examine(string node) => LabDoctor.Examine(places, node);

    public string Try(string from, string to, bool v6 = false) => $"{from} connects to {to}, {new ProbeEnd(AddressOf(to, v6), Port)}";
}
