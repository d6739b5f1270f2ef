using Fairlead.Agent.Cni;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Pods;

/// <summary>The pools of a node, one for each mode, and who is asked which of them a pod is for.</summary>
public sealed class PodPools
{
    private readonly IPodPool _slices;
    private readonly IReadOnlyDictionary<EniUse, IEniPool> _enis;
    private readonly Func<AttachRequest, PodChoice> _choose;

    /// <param name="choose">Throws <see cref="CniException"/> where the pod cannot be attached as it asks.</param>
    public PodPools(IPodPool slices, IReadOnlyDictionary<EniUse, IEniPool> enis, Func<AttachRequest, PodChoice> choose)
    {
        _slices = slices;
        _enis = enis;
        _choose = choose;
    }

    /// <exception cref="CniException">The pod cannot be attached as it asks, or nobody knows yet how it asks.</exception>
    public PodChoice Choose(AttachRequest request) => _choose(request);

    /// <inheritdoc cref="IPodPool.Lease"/>
    public PodAttachment Lease(PodAttachment pod, PodChoice choice) => Of(choice.Use).Lease(pod, choice);

    /// <inheritdoc cref="IPodPool.Release"/>
    public void Release(PodAttachment pod) => Of(pod.Eni?.Use).Release(pod);

    /// <inheritdoc cref="IPodPool.Restore"/>
    public IReadOnlyList<PodAttachment> Restore(IReadOnlyList<PodAttachment> pods) =>
        [.. pods.GroupBy(pod => pod.Eni?.Use).SelectMany(group => Of(group.Key).Restore([.. group]))];

    private IPodPool Of(EniUse? use) =>
        use is not { } known ? _slices
        : _enis.GetValueOrDefault(known) ?? throw new CniException(
            CniErrorCode.TryAgainLater, $"this node has no pool for pods with an ENI that is {known.ToString().ToLowerInvariant()}");
}
