using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Conformance.Node;

/// <summary>The namespace that this process runs in, which is the node's to the plug-ins.</summary>
/// <param name="folder">Where the pods' namespaces get their paths.</param>
public sealed class NodeNamespace(string folder) : IDisposable
{
    // What the other end of a link that the user asked for is in: a host that says nothing.
    private readonly NetworkNamespace _beyond = NetworkNamespace.Create();
    private readonly NetworkNamespace _own = NetworkNamespace.Current();

    public string Folder { get; } = folder;

    public NodeState Read() => NodeState.Read(_own);

    /// <summary>Sets the loopback up, and makes a link of each name: a veth whose other end is in a namespace with nothing else.</summary>
    public void Prepare(IReadOnlyList<string> links)
    {
        using var connection = new NetlinkConnection(_own.Open(NetlinkProtocol.Route));
        using var far = new NetlinkConnection(_beyond.Open(NetlinkProtocol.Route));
        SetUp(connection, "lo");
        for (var i = 0; i < links.Count; i++)
        {
            var batch = new NetlinkBatch();
            LinkCodec.WriteVeth(batch, Near(links[i], i), Far(i), _beyond.Descriptor);
            connection.ExecuteOne(batch, "making", $"link {links[i]}");
            SetUp(connection, links[i]);
            SetUp(far, Far(i).Key.Name);
        }
    }

    public void Dispose()
    {
        _beyond.Dispose();
        _own.Dispose();
    }

    private static LinkRow Near(string name, int number) =>
        new() { Key = new LinkKey(Netns.Node, name), Index = 100 + number, Mac = new MacAddress(0x020000000a00UL + (uint)number), Mtu = 1500 };

    private static VethPeer Far(int number) =>
        new() { Key = new LinkKey(new Netns("beyond"), $"far{number}"), Mac = new MacAddress(0x020000000b00UL + (uint)number), Mtu = 1500 };

    private static void SetUp(NetlinkConnection connection, string name)
    {
        var batch = new NetlinkBatch();
        LinkCodec.WriteUp(batch, LinkLookup.IndexOf(connection, name), true);
        connection.ExecuteOne(batch, "setting up", name);
    }
}
