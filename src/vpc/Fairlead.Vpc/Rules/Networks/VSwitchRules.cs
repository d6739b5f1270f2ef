using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Networks;

/// <summary>
/// CreateVSwitch and DeleteVSwitch. Codes and messages are those of the error tables of both pages in the VPC API reference, but for
/// DependencyViolation.NetworkInterface, which is what callers quote where the table says DependencyViolation.
/// </summary>
internal static class VSwitchRules
{
    public static CloudStep Create(CloudState state, CreateVSwitch call, DateTimeOffset now)
    {
        var fault = Words(call)
            ?? Found.Vpc(state, call.VpcId, call.RegionId, out var vpc)
            ?? Zone(state, call);
        if (fault is not null)
        {
            return CloudStep.Refused(state, fault);
        }

        vpc = state.Vpcs[call.VpcId];
        if (Range(state, call, vpc, out var cidr) is { } wrong)
        {
            return CloudStep.Refused(state, wrong);
        }

        if (Range6(state, call, vpc, out var cidr6) is { } wrong6)
        {
            return CloudStep.Refused(state, wrong6);
        }

        state = Draw.Id(state, "vsw-", out var id);
        var vSwitch = new VSwitch(id, call.VSwitchName, cidr, cidr6)
        {
            Vpc = vpc.Id,
            Zone = call.ZoneId,
            RouteTable = vpc.RouteTable,
            Description = call.Description,
            Created = now,
        };
        return CloudStep.Done(VSwitchTable.Add(state, vSwitch), new CreatedReply(id));
    }

    public static CloudStep Delete(CloudState state, DeleteVSwitch call)
    {
        var fault = Found.VSwitch(state, call.VSwitchId, call.RegionId, out var vSwitch)
            ?? (state.Index.InterfacesByVSwitch.Of(vSwitch!.Id).IsEmpty
                ? null
                : new CloudError("DependencyViolation.NetworkInterface", $"The specified resource of [{vSwitch.Id}] depends on [network interfaces], so the operation cannot be completed."));
        return fault is null ? CloudStep.Done(VSwitchTable.Remove(state, vSwitch!)) : CloudStep.Refused(state, fault);
    }

    // CreateVSwitch; the second code is spelt so.
    private static CloudError? Words(CreateVSwitch call) => !NameRules.IsName(call.VSwitchName)
        ? new CloudError("InvalidVSwitchName.Malformed", "Specified virtual switch name is not valid.")
        : NameRules.IsDescription(call.Description) ? null : new CloudError("InvalidVSwitchDiscription.Malformed", "Specified virtual switch description is not valid.");

    private static CloudError? Zone(CloudState state, CreateVSwitch call) => call.ZoneId.Length == 0
        ? CloudErrors.Missing("ZoneId")
        : state.Regions[call.RegionId].Contains(call.ZoneId) ? null : CloudErrors.NoZone();

    private static CloudError? Range(CloudState state, CreateVSwitch call, VirtualNetwork vpc, out Cidr cidr)
    {
        if (!Cidr.TryParse(call.CidrBlock, out cidr) || cidr.IsV6 || !cidr.IsNetwork || cidr.Length is < 16 or > 29)
        {
            return new CloudError("InvalidCidrBlock.Malformed", $"Specified CIDR block is not valid: {call.CidrBlock} is no IPv4 range of /16 to /29.");
        }

        var range = cidr;
        if (!vpc.Cidrs.Any(own => own.Contains(range)))
        {
            return new CloudError("InvalidParameter", $"Specified CIDR block is not valid in VPC: {range} is in none of {string.Join(", ", vpc.Cidrs)}.");
        }

        if (Overlap(state, vpc, other => other.Cidr.Overlaps(range)) is { } other)
        {
            return new CloudError("InvalidCidrBlock.Overlapped", $"Specified CIDR block overlapped with other subnets: {range} and {other.Cidr} of {other.Id}.");
        }

        // A custom entry within the new range would be one that the system routes.
        return state.RouteTables[vpc.RouteTable].Entries.Keys.FirstOrDefault(range.Contains) is { Length: > 0 } entry
            ? new CloudError("InvalidCidrBlock.Overlapped", $"Specified CIDR block overlapped with other entry: {range} holds the destination {entry}.")
            : null;
    }

    private static CloudError? Range6(CloudState state, CreateVSwitch call, VirtualNetwork vpc, out Cidr? cidr6)
    {
        cidr6 = null;
        if (call.Ipv6CidrBlock is not { } bits)
        {
            return null;
        }

        if (bits is < 0 or > 255 || vpc.Cidrs.FirstOrDefault(own => own.IsV6) is not { Length: > 0 and <= 56 } whole)
        {
            return new CloudError("InvalidIpv6CidrBlock.Malformed", $"Specified Ipv6CidrBlock is not valid: {bits}.");
        }

        var range = new Cidr(whole.First.Plus((UInt128)bits << 64), 64);
        cidr6 = range;
        if (state.RouteTables[vpc.RouteTable].Entries.Keys.FirstOrDefault(range.Contains) is { IsV6: true } entry)
        {
            return new CloudError("InvalidIpv6CidrBlock.Overlapped", $"Specified Ipv6CidrBlock {range} holds the destination of the route entry {entry}.");
        }

        return Overlap(state, vpc, other => other.Cidr6 is { } there && there.Overlaps(range)) is { } taken
            ? new CloudError("InvalidIpv6CidrBlock.Overlapped", $"Specified Ipv6CidrBlock {range} overlaps {taken.Cidr6} of {taken.Id}.")
            : null;
    }

    private static VSwitch? Overlap(CloudState state, VirtualNetwork vpc, Func<VSwitch, bool> overlaps) =>
        state.Index.VSwitchesByVpc.Of(vpc.Id).Select(id => state.VSwitches[id]).FirstOrDefault(overlaps);
}
