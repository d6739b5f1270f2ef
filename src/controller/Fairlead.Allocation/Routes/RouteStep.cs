using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Naming;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Routes;

/// <summary>Keeps the VPC's routes to the nodes' slices, or says what is missing where somebody else keeps them.</summary>
internal static class RouteStep
{
    public static void Run(AllocationState state)
    {
        if (!state.IsReady || !state.IsRoutingDirty)
        {
            return;
        }

        state.IsRoutingDirty = false;
        var wanted = Wanted(state);
        foreach (var table in wanted.Keys.Concat(state.RouteTables.Keys).Distinct().Order(StringComparer.Ordinal).ToList())
        {
            Table(state, Find(state, table), wanted.GetValueOrDefault(table) ?? []);
        }
    }

    /// <summary>Tables that may have entries of an earlier controller, whatever nodes there are now.</summary>
    public static void Begin(AllocationState state)
    {
        var named = state.Configuration!.Spec.RouteTable;
        foreach (var id in (named.Length > 0 ? [named] : state.VSwitches.Values.Select(vSwitch => vSwitch.Described.RouteTable)).Where(id => id.Length > 0))
        {
            Find(state, id);
        }

        state.IsRoutingDirty = true;
    }

    /// <summary>The tables are read again: somebody else may have changed them.</summary>
    public static void Refresh(AllocationState state)
    {
        foreach (var table in state.RouteTables.Values)
        {
            table.IsStale = true;
        }

        state.IsRoutingDirty = true;
    }

    private static void Table(AllocationState state, RouteTableRecord table, IReadOnlyList<WantedRoute> wanted)
    {
        if (table.IsBusy || table.IsListing)
        {
            return;
        }

        if (table.IsStale || table.Entries is null)
        {
            if (!MayTry(state, table.Listing))
            {
                return;
            }

            table.IsListing = true;
            state.Call(new RouteListing(table), id => new ListRoutes(table.Id) { Id = id });
            return;
        }

        var spec = state.Configuration!.Spec;
        var plan = RoutePlanner.Plan(wanted, table.Entries, spec.Cluster);
        table.Unwanted = [.. plan.Delete.Select(entry => entry.Id)];
        state.Leaks.Keep(Collection.CollectionStep.Route, [.. state.RouteTables.Values.SelectMany(known => known.Unwanted)]);
        Collection.CollectionStep.Told(state);
        Forget(table, plan);
        RouteReports.Say(state, table, plan);
        if (spec.Routes == RouteUpkeep.Managed)
        {
            Change(state, table, plan, spec);
        }
    }

    private static void Change(AllocationState state, RouteTableRecord table, RoutePlan plan, ClusterNetworkSpec spec)
    {
        if (plan.Delete.FirstOrDefault(entry => RouteLeaks.MayGo(state, entry, spec)) is { } gone && MayTry(state, table.Removing))
        {
            table.IsBusy = true;
            state.Call(new RouteErrand(table, null, gone), id => new DeleteRoute(gone) { Id = id });
        }
        else if (plan.Create.Count > 0 && MayTry(state, table.Making) && plan.Create.FirstOrDefault(route => table.Refused.GetValueOrDefault(route.Slice) is not { } refused || MayTry(state, refused)) is { } next)
        {
            table.IsBusy = true;
            var wish = new RouteWish(table.Id, next.Slice, next.Instance, RouteHop.Instance) { Name = $"fairlead-{next.Node}", Description = RoutePlanner.Mark(spec.Cluster) };
            var token = CallTokens.Of("route", spec.Cluster, table.Id, $"{next.Slice}", next.Instance, state.Nodes.GetValueOrDefault(next.Node)?.Node?.Metadata.Uid ?? "", $"{table.Attempts}");
            state.Call(new RouteErrand(table, wish, null), id => new CreateRoute(wish, token) { Id = id });
        }
        else if (table.Entries!.Exists(entry => !entry.IsReady && RoutePlanner.IsOurs(entry, spec.Cluster)))
        {
            table.IsStale = true;
            state.Due.Add(DueKind.Routes, "", state.Now + state.Options.LookEvery);
        }
    }

    // What is not wanted any more is no trouble any more.
    private static void Forget(RouteTableRecord table, RoutePlan plan)
    {
        if (plan.Create.Count == 0)
        {
            table.Making.Succeeded();
        }

        if (plan.Delete.Count == 0)
        {
            table.Removing.Succeeded();
        }

        foreach (var slice in table.Refused.Keys.Where(slice => !plan.Create.Any(route => route.Slice == slice)).ToList())
        {
            table.Refused.Remove(slice);
        }
    }

    private static bool MayTry(AllocationState state, RouteWork work)
    {
        if (work.Retry.MayTry(state.Now))
        {
            return true;
        }

        state.Due.Add(DueKind.Routes, "", work.Retry.NotBefore);
        return false;
    }

    private static Dictionary<string, List<WantedRoute>> Wanted(AllocationState state)
    {
        var spec = state.Configuration!.Spec;
        var wanted = new Dictionary<string, List<WantedRoute>>();
        foreach (var node in state.Nodes.Values.Where(node => node is { Node: not null, Instance: not null, Slices.Count: > 0 }))
        {
            node.RouteTable = state.VSwitch(node.Instance!.VSwitch)?.Described.RouteTable ?? node.RouteTable;
            var table = spec.RouteTable.Length > 0 ? spec.RouteTable : node.RouteTable;
            if (table.Length > 0)
            {
                (wanted.TryGetValue(table, out var routes) ? routes : wanted[table] = []).AddRange(node.Slices.Select(slice => new WantedRoute(slice, node.Name, node.InstanceId)));
            }
        }

        return wanted;
    }

    private static RouteTableRecord Find(AllocationState state, string id)
    {
        if (!state.RouteTables.TryGetValue(id, out var table))
        {
            state.RouteTables.Add(id, table = new RouteTableRecord(id));
        }

        return table;
    }
}
