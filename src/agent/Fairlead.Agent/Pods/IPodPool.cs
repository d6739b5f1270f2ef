using Fairlead.Agent.Cni;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Pods;

/// <summary>Where pods of one mode get their addresses and their ENI from: the node's slices, shared ENIs, ENIs of their own.</summary>
public interface IPodPool
{
    /// <summary>Gives the pod what it needs. At once from memory where there is something; else waits for it, a bounded time.</summary>
    /// <param name="choice">How it is attached, by the pool's own mode.</param>
    /// <returns>The pod with its addresses and, in ENI modes, its ENI.</returns>
    /// <exception cref="CniException">Code 11: there is nothing, and the details say why.</exception>
    PodAttachment Lease(PodAttachment pod, PodChoice choice);

    /// <summary>The pod is gone; what it had rests. Who holds nothing has released it already.</summary>
    void Release(PodAttachment pod);

    /// <summary>Takes over what a journal says is owned.</summary>
    /// <returns>Those one of whose addresses an earlier one has: they hold nothing here.</returns>
    IReadOnlyList<PodAttachment> Restore(IReadOnlyList<PodAttachment> pods);
}
