using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Worlds;

namespace Fairlead.Simulation.Checks;

/// <summary>What nodes keep for pods that do not come: at rest, less than a batch of addresses, and no more exclusive ENIs than are to wait.</summary>
internal static class StockCheck
{
    public static void Run(SimulatedCluster cluster, List<string> faults)
    {
        var reserved = cluster.Store.Reservations.Values.SelectMany(item => item.Status.Addresses.Concat(item.Spec.Addresses)).ToHashSet();
        foreach (var (node, network) in cluster.Store.Networks)
        {
            foreach (var stock in network.Spec.Interfaces.Where(eni => eni is { Use: InterfaceUse.Shared, Retiring: false }).GroupBy(eni => eni.Class))
            {
                Shared(cluster, node, stock.Key, [.. stock.Select(eni => Stock.Of(cluster, eni, reserved))], faults);
            }

            var idle = network.Spec.Interfaces.Count(eni => eni is { Use: InterfaceUse.Exclusive, Retiring: false } && cluster.Leases.Of(eni.Id).Count == 0 && !eni.Ranges.Any(range => reserved.Any(range.Range.Contains)));
            if (idle > cluster.Wish.Network.Pool.SpareAttached)
            {
                faults.Add($"{node} has {idle} exclusive ENIs that no pod has, and {cluster.Wish.Network.Pool.SpareAttached} are to wait");
            }
        }
    }

    // The target is the documented one; that the instance may not be able to have as much makes it no larger.
    private static void Shared(SimulatedCluster cluster, string node, string ofClass, IReadOnlyList<Stock> enis, List<string> faults)
    {
        var pool = cluster.Wish.Network.Pool;
        var unit = pool.Prefixes ? 16 : 1;
        var wanted = enis.Sum(eni => eni.Leased) + (ofClass.Length == 0 ? pool.MinFree : 0);
        var surplus = enis.Sum(eni => eni.Units) - ((wanted + pool.Batch - 1) / pool.Batch * pool.Batch);
        // What pods of a prefix or of an ENI hold fast cannot go.
        if (surplus >= Math.Max(pool.Batch, unit) && enis.Any(eni => (eni is { Leased: 0, IsReserved: false } && eni.Units <= surplus) || Math.Min(eni.Free(unit), surplus) >= unit))
        {
            faults.Add($"{node} has {surplus} addresses{(ofClass.Length > 0 ? " of class " + ofClass : "")} too many: {string.Join(", ", enis.Select(eni => $"{eni.Id} has {eni.Units} and pods {eni.Leased} of them"))}");
        }
    }

    /// <summary>An ENI's addresses of IPv4 that no name has reserved, and what pods have of them.</summary>
    /// <param name="Ranges">Those that no pod has anything of, without the primary address.</param>
    private sealed record Stock(string Id, int Units, int Leased, IReadOnlyList<Cidr> Ranges, bool IsReserved)
    {
        public static Stock Of(SimulatedCluster cluster, NodeInterface eni, HashSet<InetAddress> reserved)
        {
            var leases = cluster.Leases.Of(eni.Id).Where(address => !address.IsV6 && !reserved.Contains(address)).ToList();
            var ranges = eni.Ranges.Where(range => !range.Retiring && !range.Range.IsV6).Select(range => range.Range).ToList();
            var own = ranges.Where(range => !range.IsSingleAddress || !reserved.Contains(range.Address)).ToList();
            var primary = cluster.Cloud.State.Interfaces.GetValueOrDefault(eni.Id)?.PrimaryAddress;
            return new Stock(
                eni.Id, own.Sum(range => (int)range.Count), leases.Count,
                [.. own.Where(range => !leases.Exists(range.Contains) && range.Address != primary)], own.Count < ranges.Count);
        }

        /// <summary>Addresses that can go one range by one: prefixes where the stock is of prefixes.</summary>
        public int Free(int unit) => Ranges.Where(range => (int)range.Count >= unit).Sum(range => (int)range.Count);
    }
}
