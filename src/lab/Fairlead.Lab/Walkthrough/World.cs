using System.Text;
using Fairlead.Cloud;
using Fairlead.Kubernetes;
using Fairlead.Lab.Clusters;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Killing;
using Fairlead.Lab.Kubelets;
using Fairlead.Lab.Observation;
using Fairlead.Lab.Pods;
using Fairlead.Lab.Probes;
using Fairlead.Lab.Supervision;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Planning.Doctor;
using Fairlead.Planning.Paths;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Topology;
using PodStatus = Fairlead.Lab.Supervision.PodStatus;

namespace Fairlead.Lab.Walkthrough;

/// <summary>What the walkthrough's steps do to the lab, in their words.</summary>
internal sealed class World(LabPlaces places, LabParts parts, Insistence insistence) : IDisposable
{
    public const ushort Port = 8080;

    // A SYN that is lost is sent again after 1 s: what has not answered by then will not.
    private static readonly TimeSpan ToConnect = TimeSpan.FromMilliseconds(1500);

    private const int LongerWithKills = 3;

    private static readonly Dictionary<string, int> OneEni = new() { [ResourceNames.Eni] = 1 };

    // This runs inside the lab, where the store is at the loopback.
    private readonly ClusterClient _cluster = ClusterParts.OpenInside();

    private CloudHoldings? _holdings;

    public LabParts Parts => parts;

    /// <summary>What goes on meanwhile; null for nothing.</summary>
    public RandomKills? Kills { get; init; }

    public LabStatus Status() => insistence.Ask(places.Lab.Status);

    /// <summary>As packets meet it.</summary>
    public VpcState Vpc() => insistence.Ask(places.Lab.Vpc).State;

    /// <summary>ENIs that the cloud has for the cluster, in use or not.</summary>
    public IReadOnlyList<CloudInterface> Holdings()
    {
        _holdings ??= new CloudHoldings(Status().Cloud!, CloudHoldings.InsideLab);
        return insistence.Ask(_holdings.Interfaces);
    }

    public NetworkNamespace Netns(string place) => insistence.Ask(() => places.Netns(place));

    public HostStatus Host(string name) => Status().FindHost(name) ?? throw new LabException($"{name} has gone");

    /// <returns>The pod when it runs, or with what holds it back.</returns>
    public PodStatus RunPod(string name, string node) => Run(new PodRequest(name, node));

    /// <summary>A pod that asks for an ENI of its own.</summary>
    /// <param name="node">Empty for whichever has one left.</param>
    public PodStatus RunEniPod(string name, string node = "") => Run(new PodRequest(name, node) { Resources = OneEni });

    /// <summary>A pod that nobody waits for.</summary>
    public void Create(string name, string node) => Create(new PodRequest(name, node));

    /// <summary>Returns when it is gone.</summary>
    public void DeletePod(string name)
    {
        insistence.Write(() => _cluster.DeleteAsync<Pod>(name, PodRequest.DefaultNamespace), ClusterErrorKind.NotFound);
        if (!Until(() => Status().FindPod(name) is null))
        {
            throw new LabException($"pod {name} does not end");
        }
    }

    public T Get<T>(string name)
        where T : class, IResource => Ask(() => _cluster.GetAsync<T>(name));

    public T? Find<T>(string name)
        where T : class, IResource => Ask(() => _cluster.FindAsync<T>(name));

    public IReadOnlyList<T> List<T>()
        where T : class, IResource => Ask(() => _cluster.ListAsync<T>(Selection.All)).Items;

    /// <param name="patch">JSON, merged into the object (RFC 7386).</param>
    public void Patch<T>(string name, string patch)
        where T : class, IResource => Ask(() => _cluster.PatchAsync<T>(name, "", Encoding.UTF8.GetBytes(patch)));

    public void Delete<T>(string name)
        where T : class, IResource => insistence.Write(() => _cluster.DeleteAsync<T>(name), ClusterErrorKind.NotFound);

    /// <exception cref="LabException">There is no such place, or it has no address of the family.</exception>
    public InetAddress AddressOf(string place, bool v6 = false)
    {
        var status = Status();
        var addresses = status.FindHost(place)?.Addresses ?? status.FindPod(place)?.Addresses ?? throw new LabException($"{place} has gone");
        return Of(place, addresses, v6);
    }

    /// <summary>Connects from one place to what listens in another.</summary>
    public ProbeResult Connect(string from, string to, bool v6 = false) => Probe.Tcp(Netns(from), Netns(to), AddressOf(to, v6), Port, ToConnect);

    /// <summary>A connection that is opened and stays.</summary>
    public OpenConnection Open(string from, string to, ushort port) => insistence.Ask(() => new OpenConnection(Netns(from), Netns(to), AddressOf(to), port));

    /// <summary>Waits for what others bring about, longer where they are killed meanwhile.</summary>
    /// <returns>Whether it came to hold in time.</returns>
    public bool Until(Func<bool> holds, TimeSpan? patience = null) => Waiting.Until(holds, (patience ?? Waiting.Patience) * (Kills is null ? 1 : LongerWithKills));

    /// <summary>Something that fails while a part of the lab is away, and can be done again.</summary>
    public T Insist<T>(Func<T> work) => insistence.Ask(work);

    /// <summary>What <c>fairlead why FROM TO:PORT</c> foretells, from tables alone.</summary>
    public PathPrediction Predict(string from, string to)
    {
        var world = insistence.Ask(() => LabWorld.Read(places));
        return new PathPredictor(world.Snapshot).Predict(new PathQuestion(from, AddressOf(to), Port));
    }

    /// <summary>What <c>fairlead doctor NODE</c> says.</summary>
    public IReadOnlyList<Diagnosis> Examine(string node) => insistence.Ask(() => LabDoctor.Examine(places, node));

    public string Try(string from, string to, bool v6 = false) => $"{from} connects to {to}, {new ProbeEnd(AddressOf(to, v6), Port)}";

    public void Dispose()
    {
        _holdings?.Dispose();
        _cluster.Dispose();
    }

    /// <exception cref="LabException">It has none of the family: a pod that is Pending, say.</exception>
    internal static InetAddress Of(string place, IReadOnlyList<InetAddress> addresses, bool v6)
    {
        var own = addresses.Where(address => address.IsV6 == v6).ToList();
        return own.Count > 0 ? own[0] : throw new LabException($"{place} has no IPv{(v6 ? 6 : 4)} address");
    }

    private PodStatus Run(PodRequest request)
    {
        Create(request);
        PodStatus? pod = null;
        Until(() => (pod = Status().FindPod(request.Place)) is { Phase: "Running" } or { Node: "", Message: not null });
        return pod ?? throw new LabException($"pod {request.Place} has gone");
    }

    private void Create(PodRequest request) => insistence.Write(() => _cluster.CreateAsync(PodRequests.Object(request)), ClusterErrorKind.AlreadyExists);

    private T Ask<T>(Func<Task<T>> ask) => insistence.Ask(() => ask().GetAwaiter().GetResult());
}
