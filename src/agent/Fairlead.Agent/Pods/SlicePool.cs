using Fairlead.Agent.Cni;
using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;

namespace Fairlead.Agent.Pods;

/// <summary>Addresses of the node's slices: VPC-route mode.</summary>
internal sealed class SlicePool(AddressPool pool) : IPodPool
{
    public PodAttachment Lease(PodAttachment pod, PodChoice choice)
    {
        while (true)
        {
            var outcome = pool.Lease(pod.Id, pod.PodUid);
            if (outcome.Lease is { } lease)
            {
                return pod with { V4 = lease.V4?.Address, V6 = lease.V6?.Address };
            }

            if (outcome.Wait is not { } wait)
            {
                throw new CniException(CniErrorCode.TryAgainLater, "no address is free on this node", "every address of the node's slices is in use");
            }

            // Rounded up: a thread that wakes a moment early would find the same address still resting.
            Thread.Sleep((int)Math.Ceiling(wait.TotalMilliseconds));
        }
    }

    public void Release(PodAttachment pod) => pool.Release(pod.Id);

    public IReadOnlyList<PodAttachment> Restore(IReadOnlyList<PodAttachment> pods) => pool.Restore(pods);
}
