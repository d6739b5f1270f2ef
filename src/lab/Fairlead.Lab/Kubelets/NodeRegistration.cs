using System.Globalization;
using Fairlead.Kubernetes;
using Fairlead.Lab.Topology;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;

namespace Fairlead.Lab.Kubelets;

/// <summary>What a kubelet says of its node.</summary>
/// <param name="Addresses">Of the primary ENI.</param>
internal sealed record NodeRegistration(LabNode Node, string Region, string Zone, string Instance, string InstanceType, IReadOnlyList<InetAddress> Addresses)
{
    private const string LeaseNamespace = "kube-node-lease";

    // Kubelet's defaults: a Lease of 40 s, renewed every 10 s (KubeletConfiguration, nodeLeaseDurationSeconds).
    private const int LeaseSeconds = 40;
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Makes the node's object, or puts right what of it is the kubelet's: again until it is done, for the store may be away, and the controller writes into it too.</summary>
    /// <exception cref="OperationCanceledException">It was stopped before.</exception>
    public async Task RegisterAsync(ClusterClient client, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await RegisterOnceAsync(client, stop).ConfigureAwait(false);
                return;
            }
            catch (ClusterException)
            {
                await Task.Delay(Soon, stop).ConfigureAwait(false);
            }
        }
    }

    private async Task RegisterOnceAsync(ClusterClient client, CancellationToken stop)
    {
        var node = Object();
        var known = await client.FindAsync<Node>(Node.Name, cancel: stop).ConfigureAwait(false) ?? await client.CreateAsync(node, stop).ConfigureAwait(false);
        if (known.Spec.ProviderID != node.Spec.ProviderID)
        {
            await client.DeleteAsync<Node>(Node.Name, cancel: stop).ConfigureAwait(false);
            known = await client.CreateAsync(node, stop).ConfigureAwait(false);
        }

        // Conditions and resources of others stay.
        var status = node.Status with
        {
            Capacity = Merged(known.Status.Capacity, node.Status.Capacity),
            Allocatable = Merged(known.Status.Allocatable, node.Status.Allocatable),
            Conditions = [.. known.Status.Conditions.Where(condition => condition.Type != "Ready"), .. node.Status.Conditions],
        };
        await client.PatchStatusAsync<Node>(Node.Name, "", ResourcePatch.Status(status, known.Metadata.ResourceVersion), stop).ConfigureAwait(false);
    }

    /// <summary>Until it is stopped. The node's object may be gone meanwhile: its Lease goes on, as a kubelet's does.</summary>
    public async Task RenewAsync(ClusterClient client, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var wait = RenewEvery;
            try
            {
                await RenewOnceAsync(client, stop).ConfigureAwait(false);
            }
            catch (ClusterException)
            {
                wait = Soon;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(wait, stop).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    private async Task RenewOnceAsync(ClusterClient client, CancellationToken stop)
    {
        var lease = await client.FindAsync<Lease>(Node.Name, LeaseNamespace, stop).ConfigureAwait(false);
        var spec = new LeaseSpec { HolderIdentity = Node.Name, LeaseDurationSeconds = LeaseSeconds, RenewTime = DateTimeOffset.UtcNow };
        if (lease is null)
        {
            await client.CreateAsync(new Lease { Metadata = new ObjectMeta { Name = Node.Name, Namespace = LeaseNamespace }, Spec = spec }, stop).ConfigureAwait(false);
        }
        else
        {
            await client.UpdateAsync(lease with { Spec = spec }, stop).ConfigureAwait(false);
        }
    }

    private Node Object()
    {
        var pods = new Dictionary<string, string> { ["pods"] = Node.MostPods.ToString(CultureInfo.InvariantCulture) };
        return new Node
        {
            Metadata = new ObjectMeta { Name = Node.Name, Labels = Labels() },
            Spec = new NodeSpec { ProviderID = $"{Region}.{Instance}", PodCIDRs = Node.PodSlices },
            Status = new NodeStatus
            {
                Capacity = pods,
                Allocatable = pods,
                Addresses = [.. Addresses.Select(address => new NodeAddress("InternalIP", $"{address}")), new NodeAddress("Hostname", Node.Name)],
                Conditions = [new Condition("Ready", Condition.True, "KubeletReady", "the lab's kubelet is posting ready status") { LastTransitionTime = DateTimeOffset.UtcNow }],
            },
        };
    }

    private Dictionary<string, string> Labels() => new(Node.Labels)
    {
        ["kubernetes.io/hostname"] = Node.Name,
        ["kubernetes.io/os"] = "linux",
        ["node.kubernetes.io/instance-type"] = InstanceType,
        ["topology.kubernetes.io/region"] = Region,
        ["topology.kubernetes.io/zone"] = Zone,
    };

    private static Dictionary<string, string> Merged(IReadOnlyDictionary<string, string> theirs, IReadOnlyDictionary<string, string> ours)
    {
        var merged = new Dictionary<string, string>(theirs);
        foreach (var (name, value) in ours)
        {
            merged[name] = value;
        }

        return merged;
    }
}
