using Fairlead.Allocation.Growing;
using Fairlead.Allocation.Making;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Pools;

/// <summary>Keeps one stock of a node as large as it should be.</summary>
internal static class SharedStep
{
    /// <param name="most">ENIs that the stock may have.</param>
    public static void Run(AllocationState state, NodeRecord node, NodeShape shape, string ofClass, int demand, int most)
    {
        var view = SharedPool.View(state, node, shape, ofClass, demand, most);
        if (view.Target > view.Supply && Recall.Run(node, ofClass, view.Target - view.Supply))
        {
            view = SharedPool.View(state, node, shape, ofClass, demand, most);
        }

        var plan = PoolPlanner.Plan(view);
        var missing = Grow(state, node, shape, view, plan) + Create(state, node, shape, ofClass, plan);
        if (missing > 0)
        {
            state.Due.Add(DueKind.Node, node.Name, state.Now + (state.Options.FirstRetry * 10));
        }

        Follow(state, node, shape, ofClass);
        Availability(node, ofClass, view, missing);
        FullGround.Run(state, node, shape, ofClass, view, plan.Missing);
        Reclaim(state, node, shape, ofClass, view);
    }

    private static int Grow(AllocationState state, NodeRecord node, NodeShape shape, PoolView view, PoolPlan plan)
    {
        var kind = (shape.Settings.Prefixes, shape.HasV4) switch
        {
            (false, true) => AddressKind.Address4,
            (true, true) => AddressKind.Prefix4,
            (false, false) => AddressKind.Address6,
            (true, false) => AddressKind.Prefix6,
        };
        var missing = 0;
        foreach (var (id, count) in plan.Grow)
        {
            var isSingle = view.Interfaces.Any(eni => eni.Id == id && eni.Unit == 1);
            missing += count - Grower.Order(state, node, state.Interfaces[id], isSingle ? AddressKind.Address4 : kind, count);
        }

        return missing;
    }

    private static int Create(AllocationState state, NodeRecord node, NodeShape shape, string ofClass, PoolPlan plan)
    {
        var missing = 0;
        foreach (var units in plan.Create)
        {
            var made = Maker.Order(state, node, shape, new InterfaceOrder(InterfaceUse.Shared, ofClass, units));
            missing += units - made;
            if (made == 0)
            {
                break;
            }
        }

        return missing;
    }

    // Dual: as many IPv6 addresses as IPv4; an ENI cannot be made with all of them. One prefix is enough: an ENI that came when the
    // stock was one of single addresses has none.
    private static void Follow(AllocationState state, NodeRecord node, NodeShape shape, string ofClass)
    {
        if (shape.Families != AddressFamilies.Dual)
        {
            return;
        }

        foreach (var eni in SharedPool.Interfaces(node, ofClass).Where(eni => !eni.IsGoing))
        {
            var has = eni.Slots(v6: true);
            var wanted = !shape.Settings.Prefixes ? Math.Min(eni.Slots(v6: false), shape.Limits.Addresses6PerInterface) - has
                : has < shape.Limits.Addresses6PerInterface && !eni.Ranges.Any(record => record is { Retiring: false, Range: { IsV6: true, IsSingleAddress: false } }) ? 1 : 0;
            if (wanted > 0)
            {
                Grower.Order(state, node, eni, shape.Settings.Prefixes ? AddressKind.Prefix6 : AddressKind.Address6, wanted);
            }
        }
    }

    private static void Availability(NodeRecord node, string ofClass, PoolView view, int missing)
    {
        if (view.Used > view.MostInterfaces * view.PerInterface)
        {
            node.Shortages.Say(
                InterfaceUse.Shared, ofClass, "InstanceFull",
                $"pods need {view.Used} addresses and {view.MostInterfaces} ENIs of {view.PerInterface} are all that the instance can have: lower the node's pod limit");
        }
        else if (missing == 0 && !FullGround.IsSaid(node, ofClass) && view.Interfaces.All(eni => eni.Id.Length > 0))
        {
            // What was refused before is said until it is there, not as soon as it is asked for again.
            node.Shortages.Clear(InterfaceUse.Shared, ofClass);
        }
    }

    private static void Reclaim(AllocationState state, NodeRecord node, NodeShape shape, string ofClass, PoolView view)
    {
        if (!state.IsReady)
        {
            return;
        }

        if (!node.Surpluses.TryGetValue(ofClass, out var surplus))
        {
            node.Surpluses.Add(ofClass, surplus = new StockSurplus());
        }

        // The last few of a stock that nobody uses are no batch, and go like one: their ENI holds a place.
        var batch = view.Target > 0 ? Math.Max(view.Batch, view.Unit) : Math.Clamp(view.Supply, 1, Math.Max(view.Batch, view.Unit));
        var due = surplus.See(view.Supply - view.Target, batch, TimeSpan.FromSeconds(shape.Settings.ReclaimAfterSeconds), state.Now, out var check);
        if (due > 0)
        {
            Retire(state, node, ReclaimPlanner.Plan(view, due), shape.Families);
            surplus.Reset();
            // Whole ones and batches may not add up to it: what is left is looked at again though nothing changes.
            check = state.Now + TimeSpan.FromSeconds(shape.Settings.ReclaimAfterSeconds);
        }

        if (check is { } at)
        {
            state.Due.Add(DueKind.Node, node.Name, at);
        }
    }

    private static void Retire(AllocationState state, NodeRecord node, IReadOnlyList<Retirement> plan, AddressFamilies families)
    {
        foreach (var retirement in plan)
        {
            Retiring.Begin(node, state.Interfaces[retirement.Id], retirement, families);
        }
    }
}
