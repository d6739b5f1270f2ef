using Fairlead.Agent.Cni;
using Fairlead.Agent.Pods;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Planning.Enis;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Cluster;

/// <summary>Addresses of the node's shared ENIs: from memory where one is free, else what the next spec brings, waited for.</summary>
/// <param name="whyNot">What the NodeNetwork's conditions say; empty where they say nothing.</param>
internal sealed class SharedEniPool(EniAddressPool pool, Func<string> whyNot, TimeProvider clock) : IEniPool
{
    // An ENI is made and attached within 5 to 12 s; the plug-in's own patience is longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly News _news = new();
    private IReadOnlySet<MacAddress> _ready = new HashSet<MacAddress>();

    /// <summary>Called when a lease came or went.</summary>
    public Action Changed { get; set; } = static () => { };

    public IReadOnlyList<AddressUse> Uses =>
    [
        .. from lease in pool.Leases
           from address in lease.Addresses
           select new AddressUse(address.Address, lease.Eni.Id, address.Owner.ContainerId, address.Owner.InterfaceName, address.PodUid, address.Generation)
           {
               PodNamespace = lease.Namespace,
               PodName = lease.Pod,
           },
    ];

    public IReadOnlyList<RetiredRange> Retired => [.. pool.Retired().Select(retired => new RetiredRange(retired.Eni, retired.Range, retired.Generation))];

    public IReadOnlyList<MacAddress> Seen { get; private set; } = [];

    public int Resting => pool.Use.Resting;

    public IReadOnlyList<Condition> Conditions
    {
        get
        {
            var lost = pool.Leases.Where(lease => !_ready.Contains(lease.Eni.Mac)).GroupBy(lease => lease.Eni).OrderBy(group => group.Key.Id, StringComparer.Ordinal).ToList();
            return
            [
                lost.Count == 0
                    ? new Condition("SharedEnisPresent", Condition.True, "AllThere", "every ENI that pods have addresses of is a link of the node and set up")
                    : new Condition(
                        "SharedEnisPresent", Condition.False, lost.TrueForAll(group => Seen.Contains(group.Key.Mac)) ? "EniNotSetUp" : "EniLost",
                        string.Join("; ", lost.Select(group => $"ENI {group.Key.Id} ({group.Key.Mac}) is {(Seen.Contains(group.Key.Mac) ? "not set up" : "not among the node's links")}: {string.Join(", ", group.Select(Describe))} cannot reach anybody beyond the node"))),
            ];
        }
    }

    /// <summary>ENIs that are offered or used, with their numbers.</summary>
    public IReadOnlyList<PodEni> Enis => pool.Enis;

    public EniPoolUse Use => pool.Use;

    public void See(NodeNetworkSpec spec)
    {
        pool.See(EniOffers.Shared(spec), EniOffers.Fixed(spec), TimeSpan.FromSeconds(spec.RestSeconds));
        Wake();
    }

    /// <summary>Which ENIs are links of the node, and which of them are set up.</summary>
    public void Ready(IReadOnlyList<MacAddress> seen, IReadOnlySet<MacAddress> ready)
    {
        Seen = seen;
        _ready = ready;
        pool.Ready(ready);
        Wake();
    }

    public void Wake() => _news.Tell();

    public PodAttachment Lease(PodAttachment pod, PodChoice choice)
    {
        var request = new EniRequest(pod.Id, pod.PodUid, pod.PodNamespace, pod.PodName, choice.Class, choice.AwaitsFixedAddress);
        var began = clock.GetTimestamp();
        while (true)
        {
            var news = _news.Count;
            var outcome = pool.Lease(request);
            if (outcome.Lease is { } lease)
            {
                Changed();
                return pod with { V4 = lease.V4?.Address, V6 = lease.V6?.Address, Eni = lease.Eni };
            }

            var left = Patience - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                throw CniException.NotYet($"no address of a shared ENI for {PodRegister.Describe(pod)}", outcome.Reason, whyNot());
            }

            _news.Wait(news, outcome.Wait is { } wait && wait < left ? wait : left);
        }
    }

    public void Release(PodAttachment pod)
    {
        pool.Release(pod.Id);
        Wake();
        Changed();
    }

    public IReadOnlyList<PodAttachment> Restore(IReadOnlyList<PodAttachment> pods) => pool.Restore(pods);

    private static string Describe(EniLease lease) => lease.Pod.Length == 0 ? lease.Addresses.First().Owner.ContainerId : $"{lease.Namespace}/{lease.Pod}";
}
