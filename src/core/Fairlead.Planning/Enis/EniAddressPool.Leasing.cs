using Fairlead.Model.Addresses;
using Fairlead.Planning.Addresses;

namespace Fairlead.Planning.Enis;

/// <content>Which address it is.</content>
public sealed partial class EniAddressPool
{
    private EniOutcome LeaseFixed(EniRequest request, FixedOffer entry)
    {
        var stock = _enis.Values.FirstOrDefault(stock => entry.Addresses.All(stock.Offers));
        if (stock is not { IsReady: true })
        {
            return new EniOutcome(null, null, $"{string.Join(" and ", entry.Addresses)}, which belong to the pod's name, are not on an ENI of this node yet");
        }

        foreach (var address in entry.Addresses)
        {
            if (stock.HolderOf(address) is { } holder)
            {
                return new EniOutcome(null, null, $"{address}, which belongs to the pod's name, is still held by container {holder.Owner.ContainerId}");
            }
        }

        // A family without a fixed address gets any, of the same ENI.
        var chosen = entry.Addresses.Where(address => HasIpv6 || !address.IsV6).ToList();
        foreach (var v6 in Families(stock.Eni.Class).Where(v6 => !chosen.Exists(address => address.IsV6 == v6)))
        {
            if (stock.Free(v6, _reserved.Contains) is not { } further)
            {
                return new EniOutcome(null, null, $"ENI {stock.Eni.Id} has the pod's fixed address and no free {(v6 ? "IPv6" : "IPv4")} address beside it");
            }

            chosen.Add(further);
        }

        return Give(request, stock, chosen);
    }

    private EniOutcome LeaseAny(EniRequest request)
    {
        var families = Families(request.Class);
        if (families.Count == 0)
        {
            return new EniOutcome(null, null, request.Class.Length == 0 ? "this node has no ENI with addresses for pods yet" : $"this node has no ENI with addresses for pods of class {request.Class} yet");
        }

        var usable = _enis.Values.Where(stock => stock.IsReady && stock.Eni.Class == request.Class).OrderByDescending(stock => stock.Leased).ThenBy(stock => stock.Eni.Number).ToList();
        foreach (var stock in usable)
        {
            if (All(families, v6 => stock.Free(v6, _reserved.Contains)) is { } free)
            {
                return Give(request, stock, free);
            }
        }

        return LeaseRested(request, usable, families);
    }

    private EniOutcome LeaseRested(EniRequest request, List<EniStock> usable, List<bool> families)
    {
        (EniStock Stock, List<(InetAddress Address, TimeSpan Since)> Addresses, TimeSpan Since)? best = null;
        foreach (var stock in usable)
        {
            if (All(families, v6 => stock.Free(v6, _reserved.Contains) is { } free ? (free, TimeSpan.MinValue) : stock.Oldest(v6, _reserved.Contains)) is { } found
                && found.Max(one => one.Item2) is var since && (best is null || since < best.Value.Since))
            {
                best = (stock, found, since);
            }
        }

        if (best is not { } chosen)
        {
            return new EniOutcome(null, null, $"all addresses of the node's {usable.Count} ENIs for {(request.Class.Length == 0 ? "pods" : $"pods of class {request.Class}")} are in use");
        }

        if (chosen.Since + options.LeastRest is var ready && ready > Now)
        {
            return new EniOutcome(null, ready - Now, "");
        }

        _cutShort++;
        return Give(request, chosen.Stock, [.. chosen.Addresses.Select(one => one.Address)]);
    }

    private EniOutcome Give(EniRequest request, EniStock stock, IReadOnlyList<InetAddress> addresses)
    {
        var leases = addresses.Select(address => new AddressLease(address, request.Owner, request.PodUid, _generations.Next())).ToList();
        leases.ForEach(lease => stock.TryPut(lease));
        return new EniOutcome(
            new EniLease(stock.Eni, request.Namespace, request.Pod, leases.Find(lease => !lease.Address.IsV6), leases.Find(lease => lease.Address.IsV6)), null, "");
    }

    /// <summary>Families that the class's ENIs have: a pod gets an address of each.</summary>
    private List<bool> Families(string podClass) =>
        [.. new[] { false, true }.Where(v6 => (HasIpv6 || !v6) && _enis.Values.Any(stock => stock.Eni.Class == podClass && stock.Usable(v6).Any()))];

    // One of each family, or none.
    private static List<T>? All<T>(List<bool> families, Func<bool, T?> find)
        where T : struct
    {
        var found = new List<T>();
        foreach (var v6 in families)
        {
            if (find(v6) is not { } one)
            {
                return null;
            }

            found.Add(one);
        }

        return found;
    }
}
