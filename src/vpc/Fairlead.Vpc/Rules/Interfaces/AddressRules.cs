using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Interfaces;

/// <summary>Addresses and prefixes that an ENI gets and gives back.</summary>
internal static class AddressRules
{
    public static CloudStep Assign(CloudState state, AssignPrivateIpAddresses call) =>
        Assign(state, call.NetworkInterfaceId, call.RegionId, AddressWish.Of(call));

    public static CloudStep Assign(CloudState state, AssignIpv6Addresses call) =>
        Assign(state, call.NetworkInterfaceId, call.RegionId, AddressWish.Of(call));

    public static CloudStep Unassign(CloudState state, UnassignPrivateIpAddresses call) =>
        Unassign(state, call.NetworkInterfaceId, call.RegionId, v6: false, call.PrivateIpAddress, call.Ipv4Prefix);

    public static CloudStep Unassign(CloudState state, UnassignIpv6Addresses call) =>
        Unassign(state, call.NetworkInterfaceId, call.RegionId, v6: true, call.Ipv6Address, call.Ipv6Prefix);

    private static CloudStep Assign(CloudState state, string id, string region, AddressWish wish)
    {
        var fault = Found.Interface(state, id, region, out var eni) ?? WishRules.Fault(wish, isAssign: true) ?? Steady(state, eni!);
        if (fault is not null)
        {
            return CloudStep.Refused(state, fault);
        }

        var (has, most) = wish.V6 ? (Limits.Count6(eni!), Limits.Most6(state, eni!)) : (Limits.Count4(eni!), Limits.Most4(state, eni!));
        if (has + wish.Total > most)
        {
            return CloudStep.Refused(state, wish.V6 ? CloudErrors.TooMany6(eni!.Id, most) : CloudErrors.TooMany4(eni!.Id, most));
        }

        var plan = new AddressPlan(state, state.VSwitches[eni!.VSwitch], eni.Id);
        if (plan.Add(wish) is { } error)
        {
            return CloudStep.Refused(state, error);
        }

        var next = InterfaceTable.Put(
            plan.Taken(), eni with { Addresses = eni.Addresses.AddRange(plan.Addresses), Prefixes = eni.Prefixes.AddRange(plan.Prefixes) }, isTaken: true);
        return CloudStep.Done(next, new AssignedReply(eni.Id, plan.Addresses, plan.Prefixes));
    }

    private static CloudStep Unassign(CloudState state, string id, string region, bool v6, IReadOnlyList<string> names, IReadOnlyList<string> prefixes)
    {
        var fault = Found.Interface(state, id, region, out var eni) ?? WishRules.Fault(v6, names, prefixes) ?? Steady(state, eni!);
        if (fault is not null)
        {
            return CloudStep.Refused(state, fault);
        }

        var addresses = new List<InetAddress>(names.Count);
        foreach (var name in names)
        {
            if (Owned(eni!, name, v6, addresses) is { } error)
            {
                return CloudStep.Refused(state, error);
            }
        }

        var ranges = new List<Cidr>(prefixes.Count);
        foreach (var name in prefixes)
        {
            if (!Cidr.TryParse(name, out var range) || range.IsV6 != v6 || !eni!.Prefixes.Contains(range))
            {
                return CloudStep.Refused(state, CloudErrors.Unassigned(name, id));
            }

            ranges.Add(range);
        }

        return CloudStep.Done(InterfaceTable.Put(state, eni! with { Addresses = Without(eni.Addresses, addresses), Prefixes = Without(eni.Prefixes, ranges) }));
    }

    /// <summary>All that go are there: checked before.</summary>
    private static ImmutableArray<T> Without<T>(ImmutableArray<T> all, List<T> gone)
    {
        if (gone.Count == 0)
        {
            return all;
        }

        var left = ImmutableArray.CreateBuilder<T>(all.Length - gone.Count);
        foreach (var one in all)
        {
            if (!gone.Contains(one))
            {
                left.Add(one);
            }
        }

        return left.DrainToImmutable();
    }

    private static CloudError? Owned(NetworkInterface eni, string name, bool v6, List<InetAddress> addresses)
    {
        if (!InetAddress.TryParse(name, out var address) || address.IsV6 != v6 || !eni.Addresses.Contains(address))
        {
            return CloudErrors.Unassigned(name, eni.Id);
        }

        if (address == eni.PrimaryAddress)
        {
            // No code is documented for the primary address; IpUnassigned says what is true: it is no secondary address of the ENI.
            return CloudErrors.Unassigned(name, eni.Id);
        }

        addresses.Add(address);
        return null;
    }

    private static CloudError? Steady(CloudState state, NetworkInterface eni) =>
        eni.Status is InterfaceStatus.Available or InterfaceStatus.InUse ? null : CloudErrors.State(eni, "Available or InUse");
}
