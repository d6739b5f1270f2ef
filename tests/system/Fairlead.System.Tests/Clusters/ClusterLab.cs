using Fairlead.Kubernetes;
using Fairlead.Lab.Entrance;
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

    private readonly CommandLab _lab;
    private readonly ClusterClient _store;

    public ClusterLab(LabUser user, string purpose, string topology)
    {
        _lab = new CommandLab(user, purpose, topology);
        _store = new ClusterClient(new ClusterEndpoint { Server = new Uri(Lab.Status().Cluster!.Server) });
    }

    public RunningLab Lab => _lab.Running;

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

    public void Delete(string name) => Insist(() => _store.DeleteAsync<Pod>(name, "default"), ClusterErrorKind.NotFound);

    public IReadOnlyList<PodStatus> Pods() => Lab.Status().Pods;

    public bool Running(IReadOnlyList<string> names) => Pods().Count(pod => pod.Phase == "Running" && names.Contains(pod.Name)) == names.Count;

    /// <summary>The lab does not answer while its cloud is away.</summary>
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
                catch (AgentApi.ControlException)
                {
                    return false;
                }
            }, TimeSpan.FromSeconds(90));
        }
        catch (Xunit.Sdk.TrueException error)
        {
            Assert.Fail($"{error.Message}\n{last}");
        }
    }

    /// <param name="victim"><c>controller</c>, <c>store</c>, <c>cloud</c>, or <c>agent NODE</c>.</param>
    public void KillAndStart(string victim, TimeSpan after)
    {
        Thread.Sleep(after);
        if (victim.Split(' ') is ["agent", var node])
        {
            Lab.KillAgent(node);
            Lab.StartAgent(node);
        }
        else
        {
            Lab.KillProgram(victim);
            Lab.StartProgram(victim);
        }
    }

    /// <summary>Pods, whether <paramref name="from"/> reaches them at an address that the cloud knows their node to have, and the routes.</summary>
    public string Describe(string from)
    {
        var status = Lab.Status();
        var nics = status.Hosts.SelectMany(host => host.Nics).SelectMany(nic => nic.Addresses).ToHashSet();
        var lines = status.Pods.Select(pod =>
            $"{pod.Name} {pod.Phase} {pod.Node} {(_lab.Reaches(from, pod.Addresses[0], 8080) ? "reached" : "not reached")} {(nics.Contains(pod.Addresses[0]) ? "on an ENI" : PodRange.Contains(pod.Addresses[0]) ? "of the slice" : $"of nobody: {pod.Addresses[0]}")}");
        var owned = status.Pods.SelectMany(pod => pod.Addresses).GroupBy(address => address).Where(group => group.Count() > 1).Select(group => $"{group.Key} is owned twice");
        return string.Join('\n', [.. lines, .. owned, .. status.Routes.Select(route => $"{route.Destination} to {route.NextHop}")]);
    }

    public void Dispose()
    {
        _store.Dispose();
        _lab.Dispose();
    }

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
