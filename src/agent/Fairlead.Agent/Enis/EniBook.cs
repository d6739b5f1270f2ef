using Fairlead.Agent.Cluster;
using Fairlead.Agent.Pods;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Enis;

/// <summary>Which ENIs of one use are offered, which pods have them, and which may have which. For one caller at a time.</summary>
internal sealed class EniBook(EniUse use)
{
    private readonly Dictionary<AttachmentId, PodAttachment> _pods = [];
    private readonly Dictionary<string, long> _releases = [];
    private readonly HashSet<(string Id, long Generation)> _acknowledged = [];
    private long _release;
    private IReadOnlyList<FixedAddress> _fixed = [];

    public IReadOnlyList<NodeInterface> Offered { get; private set; } = [];

    public IReadOnlyCollection<PodAttachment> Pods => _pods.Values;

    public IReadOnlyList<AddressUse> Uses =>
    [
        .. from pod in _pods.Values
           from address in pod.Addresses
           // The index of the pod's link: no two lives of a pod on a node have the same.
           select new AddressUse(address, IdOf(pod.Eni!), pod.Id.ContainerId, pod.Id.InterfaceName, pod.PodUid, (ulong)pod.HostIndex)
           {
               PodNamespace = pod.PodNamespace,
               PodName = pod.PodName,
           },
    ];

    public void See(NodeNetworkSpec spec)
    {
        Offered = [.. spec.Interfaces.Where(offer => offer.Use == (use == EniUse.Member ? InterfaceUse.Member : InterfaceUse.Exclusive))];
        _fixed = spec.FixedAddresses;
        _acknowledged.IntersectWith(Offered.Select(offer => (offer.Id, offer.Generation)));
    }

    public bool IsTaken(MacAddress mac) => _pods.Values.Any(pod => pod.Eni!.Mac == mac);

    /// <returns>False where another pod has its ENI.</returns>
    public bool Take(PodAttachment pod)
    {
        if (IsTaken(pod.Eni!.Mac))
        {
            return false;
        }

        _pods[pod.Id] = pod;
        return true;
    }

    public void Release(AttachmentId pod)
    {
        if (_pods.Remove(pod, out var gone))
        {
            _releases[IdOf(gone.Eni!)] = ++_release;
        }
    }

    /// <summary>The one that the pod may have and that has waited longest; null where none is ready.</summary>
    public NodeInterface? Choose(PodAttachment pod, PodChoice choice, Func<NodeInterface, bool> isReady) => Candidates(pod, choice)
        .Where(offer => !IsTaken(offer.Mac) && isReady(offer))
        .OrderBy(offer => _releases.GetValueOrDefault(offer.Id)).ThenBy(offer => offer.Id, StringComparer.Ordinal).FirstOrDefault();

    public static PodAttachment Give(PodAttachment pod, NodeInterface offer, EniUse use) => pod with
    {
        V4 = Primary(offer, v6: false),
        V6 = Primary(offer, v6: true),
        Eni = EniOffers.Of(offer, use),
    };

    /// <summary>Those that are to go and that nobody has. What is said here once is not given again.</summary>
    /// <param name="isBack">Whether nothing is left to do about it on this node.</param>
    public IReadOnlyList<RetiredRange> Retire(Func<NodeInterface, bool> isBack)
    {
        foreach (var offer in Offered.Where(offer => offer.Retiring && !IsTaken(offer.Mac) && isBack(offer)))
        {
            _acknowledged.Add((offer.Id, offer.Generation));
        }

        return [.. Offered.Where(offer => offer.Retiring && _acknowledged.Contains((offer.Id, offer.Generation))).Select(offer => new RetiredRange(offer.Id, null, offer.Generation))];
    }

    /// <summary>Why the pod got none.</summary>
    public string Describe(PodAttachment pod, PodChoice choice, Func<NodeInterface, bool> isReady)
    {
        var all = Offered.Where(offer => offer.Class == choice.Class).ToList();
        var ofClass = choice.Class.Length == 0 ? "" : $" of class {choice.Class}";
        var taken = all.Count(offer => IsTaken(offer.Mac));
        var missing = all.Count(offer => !IsTaken(offer.Mac) && !isReady(offer));
        var own = OwnOf(pod) is { } entry ? $"its address {string.Join(", ", entry.Addresses)} is on {(entry.Interface.Length == 0 ? "no ENI of this node" : entry.Interface)}; " : "";
        return $"{own}{all.Count} ENIs{ofClass} are offered to this node: {taken} are pods', {missing} are not there yet or not clean, {all.Count(offer => offer.Retiring)} are to go";
    }

    private IEnumerable<NodeInterface> Candidates(PodAttachment pod, PodChoice choice)
    {
        var able = Offered.Where(offer =>
            !offer.Retiring && offer.Class == choice.Class && offer.Ranges.Count > 0 && !_acknowledged.Contains((offer.Id, offer.Generation)));
        return OwnOf(pod) switch
        {
            { Addresses.Count: > 0 } entry => able.Where(offer => offer.Id == entry.Interface),
            null when choice.AwaitsFixedAddress => [],
            _ => able.Where(offer => !_fixed.Any(entry => entry.Interface == offer.Id)),
        };
    }

    private FixedAddress? OwnOf(PodAttachment pod) =>
        pod.PodName.Length == 0 ? null : _fixed.FirstOrDefault(entry => entry.Namespace == pod.PodNamespace && entry.Pod == pod.PodName);

    // A journal that was lost is made again from the kernel, which knows an ENI by its MAC alone.
    private string IdOf(PodEni eni) => eni.Id.Length > 0 ? eni.Id : Offered.FirstOrDefault(offer => offer.Mac == eni.Mac)?.Id ?? "";

    private static InetAddress? Primary(NodeInterface offer, bool v6) => offer.Ranges
        .Where(range => range.Range.IsV6 == v6 && range.Range.IsSingleAddress && !range.Retiring)
        .Select(range => (InetAddress?)range.Range.Address).FirstOrDefault();
}
