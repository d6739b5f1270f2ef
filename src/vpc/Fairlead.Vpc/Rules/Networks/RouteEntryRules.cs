using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Rules.Queries;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Networks;

/// <summary>
/// Custom entries of a route table, by the documented rules of CreateRouteEntry: a destination is there once, is no vSwitch's range
/// nor within one (it may contain one), and is not 100.64.0.0/10. Codes and messages are of the error tables of CreateRouteEntry and
/// DeleteRouteEntry; RouterEntryConflict.Duplicated and InvalidCidrBlock.Overlapped, which callers quote, stand for their
/// InvalidCIDRBlock.Duplicate and InvalidCidrBlock.
/// </summary>
internal static class RouteEntryRules
{
    public static CloudStep Create(CloudState state, CreateRouteEntry call, DateTimeOffset now)
    {
        if (FaultOf(state, call, out var table, out var destination, out var nextHop) is { } fault)
        {
            return CloudStep.Refused(state, fault);
        }

        state = Draw.Id(state, "rte-", out var id);
        var entry = new RouteEntry(destination, nextHop, now)
        {
            Id = id,
            Table = table!.Id,
            Name = call.RouteEntryName,
            Description = call.Description,
            ToInstance = call.NextHopType == "Instance",
        };
        return CloudStep.Done(RouteEntryTable.Add(state, entry), new CreatedReply(id));
    }

    public static CloudStep Delete(CloudState state, DeleteRouteEntry call) => Find(state, call, out var entry) is { } fault
        ? CloudStep.Refused(state, fault)
        : CloudStep.Done(RouteEntryTable.Remove(state, entry!));

    /// <returns>Why a destination cannot be that of a custom entry, null where it can.</returns>
    public static CloudError? Fault(Cidr destination, IEnumerable<(string Name, Cidr Cidr, Cidr? Cidr6)> vSwitches)
    {
        if (!destination.IsNetwork)
        {
            return new CloudError("InvalidCidrBlock.Malformed", $"Specified CidrBlock is not valid: {destination} has host bits; did you mean {destination.Network}?");
        }

        if (destination == VpcState.ServiceRange)
        {
            return new CloudError("InvalidCidrBlock.Overlapped", $"Specified CidrBlock {destination} is the system's route to the services of the cloud.");
        }

        foreach (var (name, cidr, cidr6) in vSwitches)
        {
            if (cidr.Contains(destination) || cidr6?.Contains(destination) == true)
            {
                return new CloudError("InvalidCidrBlock.Overlapped", $"Specified CidrBlock {destination} is within the range of vSwitch {name}, which the system routes.");
            }
        }

        return null;
    }

    private static CloudError? FaultOf(CloudState state, CreateRouteEntry call, out RouteTable? table, out Cidr destination, out string nextHop)
    {
        (destination, nextHop) = (default, "");
        if ((Table(state, call.RouteTableId, call.RegionId, out table) ?? Words(call)) is { } wrong)
        {
            return wrong;
        }

        if (!Cidr.TryParse(Range(call.DestinationCidrBlock), out destination))
        {
            return new CloudError("InvalidCidrBlock.Malformed", $"Specified CIDR block is not valid: {call.DestinationCidrBlock}.");
        }

        var vSwitches = state.Index.VSwitchesByVpc.Of(table!.Vpc).Select(id => state.VSwitches[id]).Select(vSwitch => (vSwitch.Name, vSwitch.Cidr, vSwitch.Cidr6));
        if (Fault(destination, vSwitches) is { } fault)
        {
            return fault;
        }

        if (table.Entries.ContainsKey(destination))
        {
            return new CloudError("RouterEntryConflict.Duplicated", $"A route entry already exists, which CIDR is '{destination}'");
        }

        return NextHop(state, call, table, out nextHop) ?? (table.Entries.Count >= state.Settings.RouteEntryQuota
            ? new CloudError("QuotaExceeded", $"Route entry quota exceeded in this route table: {state.Settings.RouteEntryQuota}.")
            : null);
    }

    // The name's code is of the error table of ModifyRouteEntry; of descriptions none is documented, so it is the product's common one.
    private static CloudError? Words(CreateRouteEntry call) => !NameRules.IsEntryName(call.RouteEntryName)
        ? new CloudError("InvalidRouteEntryName.Malformed", "Specified RouteEntry name is not valid.")
        : NameRules.IsEntryDescription(call.Description) ? null : new CloudError("IllegalParam.Description", "The param of Description is illegal.");

    private static CloudError? NextHop(CloudState state, CreateRouteEntry call, RouteTable table, out string nextHop)
    {
        nextHop = "";
        if (call.NextHopType == "Instance" && state.Instances.TryGetValue(call.NextHopId, out var instance) && instance.Vpc == table.Vpc)
        {
            nextHop = instance.PrimaryInterface;
            return null;
        }

        if (call.NextHopType == "NetworkInterface" && state.Interfaces.TryGetValue(call.NextHopId, out var eni) && eni.Vpc == table.Vpc)
        {
            nextHop = eni.Id;
            return eni.Status == InterfaceStatus.Deleting ? NoNextHop() : null;
        }

        return call.NextHopType is "Instance" or "NetworkInterface"
            ? NoNextHop()
            : new CloudError("InvalidNextHopType", "Specified parameter \"NextHopType\" is not valid");
    }

    private static CloudError SystemsOwn() => new("OperationDenied", "Specified operation is denied as route entry type is system.");

    private static CloudError NoNextHop() => new("InvalidNextHop.NotFound", "Specified next hop does not exist.");

    private static CloudError? Find(CloudState state, DeleteRouteEntry call, out RouteEntry? entry)
    {
        (entry, Cidr destination) = (null, default);
        if (call.RouteEntryId is { } id)
        {
            entry = RouteEntryTable.Find(state, id) is { } known && state.Vpcs[state.RouteTables[known.Table].Vpc].Region == call.RegionId ? known : null;
            if (entry is null && state.RouteTables.Values.Any(any => NetworkQueries.System(state, any).Any(view => view.Id == id)))
            {
                return SystemsOwn();
            }
        }
        else if (Table(state, call.RouteTableId ?? "", call.RegionId, out var table) is { } fault)
        {
            return fault;
        }
        else if (call.DestinationCidrBlock is null)
        {
            return CloudErrors.Missing("DestinationCidrBlock");
        }
        else if (!Cidr.TryParse(Range(call.DestinationCidrBlock), out destination))
        {
            return new CloudError("InvalidCidrBlock.Malformed", "Specified CIDR block is not valid.");
        }
        else if (IsSystem(state, table!, destination))
        {
            return SystemsOwn();
        }
        else if (table!.Entries.TryGetValue(destination, out var there) && Leads(state, there, call.NextHopId))
        {
            entry = there;
        }

        return entry is null ? new CloudError("InvalidRouteEntry.NotFound", "Route entry not exists.") : null;
    }

    /// <summary>"If the destination is an IP address, it is taken with a mask of 32 bits", and of 128 for IPv6.</summary>
    private static string Range(string text) => InetAddress.TryParse(text, out var address) ? $"{address.ToCidr()}" : text;

    private static bool IsSystem(CloudState state, RouteTable table, Cidr destination) => destination == VpcState.ServiceRange
        || state.Index.VSwitchesByVpc.Of(table.Vpc).Any(id => state.VSwitches[id].Cidr == destination || state.VSwitches[id].Cidr6 == destination);

    private static bool Leads(CloudState state, RouteEntry entry, string? nextHop) =>
        nextHop is null || entry.NextHop == nextHop || (state.Instances.TryGetValue(nextHop, out var instance) && instance.PrimaryInterface == entry.NextHop);

    private static CloudError? Table(CloudState state, string id, string region, out RouteTable? table)
    {
        if (id.Length == 0)
        {
            table = null;
            return CloudErrors.Missing("RouteTableId");
        }

        return state.RouteTables.TryGetValue(id, out table) && state.Vpcs[table.Vpc].Region == region
            ? null
            : CloudErrors.NoRouteTable();
    }
}
