using Fairlead.Agent.Cluster;
using Fairlead.Agent.Cni;
using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Pods;

/// <summary>
/// Addresses of the node's slices: VPC-route mode. One that belongs to the pod's name is waited for, while it is not said yet or a former
/// container still has it.
/// </summary>
/// <param name="whyNot">What the NodeNetwork's conditions say; empty where they say nothing.</param>
internal sealed class SlicePool(AddressPool pool, Func<string> whyNot, TimeProvider clock) : IPodPool
{
    // As for what comes from the cloud; the plug-in's own patience is longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly News _news = new();

    /// <summary>Which addresses belong to pods' names from now on. Called with every spec that is heeded; does not wait.</summary>
    public void See(NodeNetworkSpec spec)
    {
        pool.Keep(EniOffers.Fixed(spec));
        _news.Tell();
    }

    public PodAttachment Lease(PodAttachment pod, PodChoice choice)
    {
        var request = new AddressRequest(pod.Id, pod.PodUid) { Namespace = pod.PodNamespace, Pod = pod.PodName, AwaitsFixed = choice.AwaitsFixedAddress };
        var began = clock.GetTimestamp();
        while (true)
        {
            var news = _news.Count;
            var outcome = pool.Lease(request);
            if (outcome.Lease is { } lease)
            {
                return pod with { V4 = lease.V4?.Address, V6 = lease.V6?.Address };
            }

            if (outcome.IsExhausted)
            {
                throw new CniException(CniErrorCode.TryAgainLater, "no address is free on this node", "every address of the node's slices is in use");
            }

            if (outcome.Wait is { } wait)
            {
                // Rounded up: a thread that wakes a moment early would find the same address still resting.
                Thread.Sleep((int)Math.Ceiling(wait.TotalMilliseconds));
                continue;
            }

            var left = Patience - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                throw CniException.NotYet($"no address of the node's slices for {PodRegister.Describe(pod)}", outcome.Reason, whyNot());
            }

            _news.Wait(news, left);
        }
    }

    public void Release(PodAttachment pod)
    {
        pool.Release(pod.Id);
        _news.Tell();
    }

    public IReadOnlyList<PodAttachment> Restore(IReadOnlyList<PodAttachment> pods) => pool.Restore(pods);
}
