using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Packets;

/// <summary>States of the walkthrough's VPC for what needs no packets.</summary>
internal static class Worlds
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="attached">Hosts by name; the first is in namespace /1, and so on.</param>
    /// <param name="routes">Destination and name of the next hop.</param>
    public static VpcState Of(IEnumerable<string> attached, params (string Destination, string NextHop)[] routes)
    {
        var state = ConfigurationReader.Read(FabricWorld.Walkthrough, Start);
        return state with
        {
            Routes = [.. routes.Select(route => new RouteEntry(Cidr.Parse(route.Destination), state.FindInterface(route.NextHop)!.Id, Start))],
            Attachments = attached.Select((name, i) => (state.FindPort(name)!.Id, Place: new PortAttachment($"/{i + 1}", "eth0", Start)))
                .ToImmutableSortedDictionary(wire => wire.Id, wire => wire.Place),
        };
    }
}
