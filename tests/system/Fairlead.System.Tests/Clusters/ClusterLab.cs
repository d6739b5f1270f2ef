using Fairlead.Kubernetes;
using Fairlead.Lab;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Killing;
using Fairlead.Lab.Observation;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.System.Tests.Labs;
using PodStatus = Fairlead.Lab.Supervision.PodStatus;

namespace Fairlead.System.Tests.Clusters;

/// <summary>A lab that is a cluster, and its store as anybody on the machine reaches it.</summary>
internal sealed class ClusterLab : IDisposable
{
    private static readonly Cidr PodRange = Cidr.Parse("10.244.0.0/16");

    // All that is left half done has been found again and mended by then, on a busy machine too.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly CommandLab _lab;
    private readonly ClusterClient _store;
    private readonly CloudHoldings _holdings;

    public ClusterLab(LabUser user, string purpose, string topology)
    {
        _lab = new CommandLab(user, purpose, topology);
        var status = Lab.Status();
        _store = new ClusterClient(new ClusterEndpoint { Server = new Uri(status.Cluster!.Server) });
        _holdings = new CloudHoldings(status.Cloud!, new Uri(status.Cloud!.Endpoint!));
        Parts = new LabParts(Lab);
    }

    public RunningLab Lab => _lab.Running;

    public LabParts Parts { get; }

    /// <summary>Asks for a pod; a store that is away is asked again.</summary>
    public void Create(string name, string node, bool asksForEni = false, Func<Pod, Pod>? change = null)
    {
        var limits = asksForEni ? new Dictionary<string, string> { ["fairlead.io/eni"] = "1" } : [];
        var pod = new Pod
        {
            Metadata = new ObjectMeta { Name = name, Namespace = "default" },
            Spec = new PodSpec
            {
                NodeSelector = new Dictionary<string, string> { ["kubernetes.io/hostname"] = node },
                TerminationGracePeriodSeconds = 1,
                Containers = [new Container { Name = "main", Image = "lab", Resources = new ContainerResources { Limits = limits, Requests = limits } }],
            },
        };
        Create(change?.Invoke(pod) ?? pod);
    }

    public void Create<T>(T item)
        where T : class, IResource => Insist(async () => await _store.CreateAsync(item).ConfigureAwait(false), ClusterErrorKind.AlreadyExists);

    /// <summary>A resource of the namespace <c>default</c>; null where there is none.</summary>
    public T? Find<T>(string name)
        where T : class, IResource => _store.FindAsync<T>(name, "default").GetAwaiter().GetResult();

    /// <summary>Waits until the pod runs; its address.</summary>
    public InetAddress AddressOf(string name)
    {
        Until($"{name} runs", () => Running([name]));
        return Pods().Single(pod => pod.Name == name).Addresses[0];
    }

    public void Remove(string name)
    {
        Delete(name);
        Until($"{name} is gone", () => Pods().All(pod => pod.Name != name));
    }

    /// <summary>Connects with a real packet to what a pod of a lab listens at.</summary>
    public bool Reaches(string from, InetAddress pod) => _lab.Reaches(from, pod, 8080);

    /// <summary>A shell script on a host.</summary>
    public void Shell(string place, string script, string input = "") => _lab.Shell(place, script, input);

    public void Delete(string name) => Insist(() => _store.DeleteAsync<Pod>(name, "default"), ClusterErrorKind.NotFound);

    public void DeleteNode(string name) => Insist(() => _store.DeleteAsync<Node>(name), ClusterErrorKind.NotFound);

    public IReadOnlyList<PodStatus> Pods() => Lab.Status().Pods;

    public bool Running(IReadOnlyList<string> names) => Pods().Count(pod => pod.Phase == "Running" && names.Contains(pod.Name)) == names.Count;

    /// <summary>Waits; the lab does not answer while its cloud is away.</summary>
    public void Until(string what, Func<bool> holds)
    {
        var last = "";
        try
        {
            Clock.Until(what, () =>
            {
                try
                {
                    last = string.Join('\n', Pods().Select(pod => $"{pod.Name} {pod.Phase} {pod.Message}"));
                    return holds();
                }
                catch (Exception error) when (error is AgentApi.ControlException or LabException)
                {
                    last = error.Message;
                    return false;
                }
            }, Patience);
        }
        catch (Xunit.Sdk.TrueException error)
        {
            Assert.Fail($"{error.Message}\n{last}");
        }
    }

    /// <summary>
    /// The whole at one moment, as it is to be in the end whatever happens before: pods and whether <paramref name="from"/> reaches them,
    /// what the cloud has for the cluster, with how many addresses, and its routes.
    /// </summary>
    public string Describe(string from)
    {
        var status = Lab.Status();
        var instances = Lab.Vpc().State.Instances;
        var enis = _holdings.Interfaces();
        var owned = enis.SelectMany(eni => eni.Addresses).ToHashSet();
        var twice = status.Pods.SelectMany(pod => pod.Addresses).GroupBy(address => address).Where(group => group.Count() > 1).Select(group => $"{group.Key} is owned twice");
        return string.Join('\n',
        [
            .. status.Pods.Select(pod => $"{pod.Name} {pod.Phase} {pod.Node} {(IsReached(from, pod) ? "reached" : "not reached")} {Kind(pod, owned)}"),
            .. twice,
            // Where an ENI was made whose making nobody was told of, a node's pods may be on two of them.
            .. enis.GroupBy(eni => $"{eni.State} {instances.GetValueOrDefault(eni.Instance)?.Name ?? "nowhere"}").OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => $"ENIs {group.Key} {group.Sum(eni => eni.Addresses.Count)} addresses"),
            .. status.Routes.Select(route => $"{route.Destination} to {route.NextHop}"),
        ]);
    }

    /// <summary>Waits until it is so.</summary>
    public void Rests(string from, string expected)
    {
        var last = "";
        try
        {
            Until("the same state as ever", () => (last = Describe(from)) == expected);
        }
        catch (Xunit.Sdk.FailException error)
        {
            Assert.Fail($"{error.Message}\nit is\n{last}\nand should be\n{expected}");
        }
    }

    public void Dispose()
    {
        _holdings.Dispose();
        _store.Dispose();
        _lab.Dispose();
    }

    private bool IsReached(string from, PodStatus pod) => pod.Addresses.Count > 0 && _lab.Reaches(from, pod.Addresses[0], 8080);

    private static string Kind(PodStatus pod, HashSet<InetAddress> owned) =>
        pod.Addresses.Count == 0 ? "without an address" : owned.Contains(pod.Addresses[0]) ? "on an ENI" : PodRange.Contains(pod.Addresses[0]) ? "of the slice" : $"of nobody: {pod.Addresses[0]}";

    private static void Insist(Func<Task> ask, ClusterErrorKind done)
    {
        ClusterException? refusal = null;
        Clock.Until("the store takes it", () =>
        {
            try
            {
                ask().GetAwaiter().GetResult();
                return true;
            }
            catch (ClusterException error)
            {
                refusal = error;
                return error.Kind == done;
            }
        });
        Assert.True(refusal is null || refusal.Kind == done || refusal.Kind == ClusterErrorKind.Unavailable, $"{refusal}");
    }
}
