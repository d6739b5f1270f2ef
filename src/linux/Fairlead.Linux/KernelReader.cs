using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Neighbours;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Linux.Rules;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Linux;

/// <summary>Reads everything that one namespace has, ours and others', each table as one consistent state.</summary>
public sealed class KernelReader(NetlinkConnection connection) : IDisposable
{
    private delegate T Decoder<out T>(NetlinkMessage message);

    /// <summary>Whether the connection ends with this reader.</summary>
    public bool Owns { get; init; } = true;

    /// <exception cref="KernelException">The namespace cannot be entered.</exception>
    public static KernelReader Open(INetworkNamespace netns) => new(new NetlinkConnection(netns.Open(NetlinkProtocol.Route)));

    public IReadOnlyList<ObservedLink> Links() => Read("links", LinkCodec.NewLink, LinkCodec.WriteDump, LinkCodec.Read);

    public IReadOnlyList<ObservedAddress> Addresses() => Read("addresses", AddressCodec.NewAddress, AddressCodec.WriteDump, AddressCodec.Read);

    /// <summary>All tables, the kernel's local one too; cached routes of IPv6 (RTM_F_CLONED) are left out.</summary>
    public IReadOnlyList<ObservedRoute> Routes() => Routes(v6: false).Concat(Routes(v6: true)).ToList();

    public IReadOnlyList<ObservedRoute> Routes(bool v6)
    {
        const uint cloned = 0x200;
        return Read("routes", RouteCodec.NewRoute, batch => RouteCodec.WriteDump(batch, v6), RouteCodec.Read)
            .Where(route => (route.Flags & cloned) == 0).ToList();
    }

    public IReadOnlyList<ObservedRule> Rules() =>
        new[] { false, true }
            .SelectMany(v6 => Read("rules", RuleCodec.NewRule, batch => RuleCodec.WriteDump(batch, v6), RuleCodec.Read))
            .ToList();

    public IReadOnlyList<ObservedNeighbour> Neighbours() =>
        Read("neighbours", NeighbourCodec.NewNeighbour, batch => NeighbourCodec.WriteDump(batch), NeighbourCodec.Read);

    public IReadOnlyList<ObservedNeighbour> ForwardingEntries() =>
        Read("forwarding entries", NeighbourCodec.NewNeighbour, batch => NeighbourCodec.WriteDump(batch, AddressFamilyNumber.Bridge), NeighbourCodec.Read);

    public void Dispose()
    {
        if (Owns)
        {
            connection.Dispose();
        }
    }

    private List<T> Read<T>(string subject, ushort type, NetlinkConnection.RequestWriter write, Decoder<T> decode)
    {
        var rows = new List<T>();
        connection.Dump(
            write,
            message =>
            {
                if (message.Type == type)
                {
                    rows.Add(decode(message));
                }
            },
            rows.Clear,
            subject);
        return rows;
    }
}
