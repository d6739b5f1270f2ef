using System.Text;
using Fairlead.Kubernetes;
using Fairlead.Lab.Clusters;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Kubelets;
using Fairlead.Lab.Observation;
using Fairlead.Lab.Pods;
using Fairlead.Lab.Probes;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Planning.Doctor;
using Fairlead.Planning.Paths;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using PodStatus = Fairlead.Lab.Supervision.PodStatus;

namespace Fairlead.Lab.Walkthrough;

/// <summary>What the walkthrough's steps do to the lab, in their words.</summary>
internal sealed class World(LabPlaces places) : IDisposable
{
    public const ushort Port = 8080;

    // A SYN that is lost is sent again after 1 s: what has not answered by then will not.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1500);

    private static readonly Dictionary<string, int> OneEni = new() { [ResourceNames.Eni] = 1 };

    public RunningLab Lab => places.Lab;

    /// <summary>The cluster's store: this runs inside the lab, where it is at the loopback.</summary>
    public ClusterClient Cluster { get; } = ClusterParts.OpenInside();

    public NetworkNamespace Netns(string place) => places.Netns(place);

    public PodStatus RunPod(string name, string node) => Lab.RunPod(new PodRequest(name, node));

    /// <summary>A pod that asks for an ENI of its own.</summary>
    /// <param name="node">Empty for whichever has one left.</param>
    public PodStatus RunEniPod(string name, string node = "") => Lab.RunPod(new PodRequest(name, node) { Resources = OneEni });

    /// <summary>A pod that nobody waits for.</summary>
    public void Create(string name, string node) => Create(PodRequests.Object(new PodRequest(name, node)));

    public void Create(Pod pod) => Ask(() => Cluster.CreateAsync(pod));

    public T Get<T>(string name)
        where T : class, IResource => Ask(() => Cluster.GetAsync<T>(name));

    public T? Find<T>(string name)
        where T : class, IResource => Ask(() => Cluster.FindAsync<T>(name));

    public IReadOnlyList<T> List<T>()
        where T : class, IResource => Ask(() => Cluster.ListAsync<T>(Selection.All)).Items;

    /// <param name="patch">JSON, merged into the object (RFC 7386).</param>
    public void Patch<T>(string name, string patch)
        where T : class, IResource => Ask(() => Cluster.PatchAsync<T>(name, "", Encoding.UTF8.GetBytes(patch)));

    public void Delete<T>(string name)
        where T : class, IResource => Ask(async () =>
        {
            await Cluster.DeleteAsync<T>(name).ConfigureAwait(false);
            return true;
        });

    public InetAddress AddressOf(string place, bool v6 = false)
    {
        var status = Lab.Status();
        var addresses = status.FindHost(place)?.Addresses ?? status.FindPod(place)?.Addresses ?? throw new LabException($"{place} has gone");
        return addresses.First(address => address.IsV6 == v6);
    }

    /// <summary>Connects from one place to what listens in another.</summary>
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

    private static T Ask<T>(Func<Task<T>> ask)
    {
        try
        {
            return ask().GetAwaiter().GetResult();
        }
        catch (ClusterException error)
        {
            throw new LabException(error.Message, error);
        }
    }

    public void Dispose() => Cluster.Dispose();
}
