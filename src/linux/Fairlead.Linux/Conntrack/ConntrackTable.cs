using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;

namespace Fairlead.Linux.Conntrack;

/// <summary>The connections that a namespace tracks.</summary>
public sealed class ConntrackTable(NetlinkConnection connection) : IDisposable
{
    private const byte Udp = 17;

    // From here on one look through the whole table is cheaper than two through it for each address.
    private const int FilterUpTo = 8;

    public static ConntrackTable Open(INetworkNamespace netns) => new(new NetlinkConnection(netns.Open(NetlinkProtocol.Netfilter)));

    /// <exception cref="KernelException">The table cannot be read.</exception>
    public IReadOnlyList<ConntrackEntry> Read(bool v6) => Read(batch => ConntrackCodec.WriteDump(batch, v6), _ => true);

    /// <summary>
    /// Deletes the entries in which one of the addresses began the connection or answers it: as itself, or behind a translated
    /// address.
    /// </summary>
    /// <returns>How many.</returns>
    /// <exception cref="KernelException">The kernel refused.</exception>
    public int Delete(IReadOnlyCollection<InetAddress> addresses) => Delete(addresses.Count <= FilterUpTo
        ? addresses.SelectMany(address => new[] { false, true }.SelectMany(reply => Read(
            batch => ConntrackCodec.WriteDump(batch, address, reply), entry => entry.Concerns(address))))
        : Both().Where(entry => addresses.Any(entry.Concerns)));

    /// <summary>Deletes the UDP entries that were begun towards one of the ports, whatever became of them.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="KernelException">The kernel refused.</exception>
    public int DeleteDatagramsTo(IReadOnlyCollection<ushort> ports) =>
        Delete(Both().Where(entry => entry.Original.Protocol == Udp && ports.Contains(entry.Original.DestinationPort)));

    public void Dispose() => connection.Dispose();

    private IEnumerable<ConntrackEntry> Both() => Read(v6: false).Concat(Read(v6: true));

    private int Delete(IEnumerable<ConntrackEntry> entries)
    {
        var batch = new NetlinkBatch();
        foreach (var entry in entries)
        {
            ConntrackCodec.WriteDelete(batch, entry);
        }

        var results = connection.Execute(batch);
        foreach (var result in results)
        {
            // One that has ended by itself meanwhile is as good.
            var error = result.ToException("deleting", "a connection tracking entry");
            if (!result.IsSuccess && !error.IsNotFound)
            {
                throw error;
            }
        }

        return results.Length;
    }

    private List<ConntrackEntry> Read(NetlinkConnection.RequestWriter write, Predicate<ConntrackEntry> wanted)
    {
        var entries = new List<ConntrackEntry>();
        connection.Dump(
            write,
            message =>
            {
                if (message.Type == ConntrackCodec.New && ConntrackCodec.Read(message) is { } entry && wanted(entry))
                {
                    entries.Add(entry);
                }
            },
            entries.Clear,
            "connection tracking");
        return entries;
    }
}
