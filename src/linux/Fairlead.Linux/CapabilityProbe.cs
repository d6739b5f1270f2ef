using Fairlead.Linux.Conntrack;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;

namespace Fairlead.Linux;

/// <summary>
/// Tries what VPC mode needs of a kernel, in a namespace of its own that is gone afterwards. Asking for a kind of link may load
/// a module on the node, so only what is used anyhow is asked for.
/// </summary>
public static class CapabilityProbe
{
    /// <summary>Each with what the kernel said: null where it offers it.</summary>
    /// <exception cref="KernelException">No namespace can be made here.</exception>
    public static IReadOnlyDictionary<ProbedCapability, WorldRefusal?> Run()
    {
        using var netns = NetworkNamespace.Create();
        return new Dictionary<ProbedCapability, WorldRefusal?>
        {
            [ProbedCapability.Veth] = Try(() => MakeVeth(netns)),
            [ProbedCapability.Nftables] = Try(() => MakeTable(netns, NftTableFlags.None)),
            [ProbedCapability.PersistentTables] = Try(() => MakeTable(netns, NftTableFlags.Owner | NftTableFlags.Persist)),
            [ProbedCapability.Conntrack] = Try(() => ReadConnections(netns)),
            [ProbedCapability.Ipv6] = netns.ReadSysctl("net/ipv6/conf/all/forwarding") is null ? new WorldRefusal("there is nothing below /proc/sys/net/ipv6") : null,
        };
    }

    private static WorldRefusal? Try(Action probe)
    {
        try
        {
            probe();
            return null;
        }
        catch (KernelException error)
        {
            return new WorldRefusal(error.Message);
        }
    }

    private static void ReadConnections(NetworkNamespace netns)
    {
        using var table = ConntrackTable.Open(netns);
        _ = table.Read(v6: false);
    }

    private static void MakeTable(NetworkNamespace netns, NftTableFlags flags)
    {
        using var connection = new NftConnection(netns.Open(NetlinkProtocol.Netfilter));
        var table = new NftTableKey(NftFamily.Inet, $"probe{(uint)flags}");
        connection.Commit(batch => NftObjectWriter.NewTable(batch, table, flags), _ => $"table {table}");
    }

    private static void MakeVeth(NetworkNamespace netns)
    {
        using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch();
        LinkCodec.WriteVeth(
            batch,
            new LinkRow { Key = new LinkKey(Netns.Node, "probe0"), Index = 100, Mac = new MacAddress(0x020000000001), Mtu = 1500 },
            new VethPeer { Key = new LinkKey(Netns.Node, "probe1"), Mac = new MacAddress(0x020000000002), Mtu = 1500 },
            netns.Descriptor);
        connection.ExecuteOne(batch, "creating", "a veth pair");
    }
}

public enum ProbedCapability
{
    Veth,
    Nftables,
    PersistentTables,
    Conntrack,
    Ipv6,
}

/// <summary>What a kernel answered instead of doing it.</summary>
public sealed record WorldRefusal(string Message);
