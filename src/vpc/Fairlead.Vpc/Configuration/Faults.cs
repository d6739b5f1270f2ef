using Fairlead.Model.Addresses;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Configuration;

/// <summary>What is wrong with single entries of a configuration, in words.</summary>
internal static class Faults
{
    /// <summary>
    /// By the documented rules of CreateRouteEntry: a destination is there once, is no vSwitch's range nor within one (it may contain
    /// one), and is not 100.64.0.0/10.
    /// </summary>
    /// <returns>Null where it can be that of a custom entry.</returns>
    public static string? OfDestination(Cidr destination, IEnumerable<Cidr> taken, IEnumerable<VSwitchConfiguration> vSwitches)
    {
        if (!destination.IsNetwork)
        {
            return $"{destination} has host bits; did you mean {destination.Network}?";
        }

        if (taken.Contains(destination))
        {
            return $"the route table has an entry for {destination} already";
        }

        if (destination == VpcState.ServiceRange)
        {
            return $"{destination} is the system's route to the services of the cloud";
        }

        var holder = vSwitches.FirstOrDefault(vSwitch => vSwitch.Cidr.Contains(destination) || vSwitch.Cidr6?.Contains(destination) == true);
        return holder is null ? null : $"{destination} is within the range of vSwitch {holder.Name}, which the system routes";
    }

    /// <returns>Null where the rule can be carried out.</returns>
    public static string? OfRule(SecurityGroupRule rule)
    {
        if ((rule.Peer is null) == (rule.PeerGroup is null))
        {
            return "a rule has either a range of addresses or a group as its other side";
        }

        if (rule.Peer is { IsNetwork: false } peer)
        {
            return $"{peer} has host bits; did you mean {peer.Network}?";
        }

        if (rule.Priority is < 1 or > 100)
        {
            return $"priority {rule.Priority}: it is 1 to 100, and the lowest number decides";
        }

        if (rule.Ports.First > rule.Ports.Last)
        {
            return $"ports {rule.Ports.First}-{rule.Ports.Last}: the first is behind the last";
        }

        return !rule.HasPorts && !rule.Ports.IsAll ? $"{rule.Protocol.ToString().ToLowerInvariant()} has no ports" : null;
    }
}
