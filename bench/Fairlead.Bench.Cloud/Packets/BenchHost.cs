using System.Net.Sockets;
using Fairlead.Linux;
using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Vpc.Control;

namespace Fairlead.Bench.Cloud.Packets;

/// <summary>A host of the VPC in a namespace of its own.</summary>
internal sealed class BenchHost : IDisposable
{
    private readonly NetlinkConnection _connection;

    public BenchHost()
    {
        Netns = NetworkNamespace.Create();
        _connection = new NetlinkConnection(Netns.Open(NetlinkProtocol.Route));
        Execute("lo up", batch => LinkCodec.WriteUp(batch, 1, true));
    }

    public NetworkNamespace Netns { get; }

    /// <summary>As another thread of this process finds it.</summary>
    public string Path => $"/proc/self/fd/{Netns.Descriptor}";

    /// <summary>What DHCP would do with the primary NIC.</summary>
    public void Configure(NicConfiguration nic)
    {
        var index = LinkLookup.IndexOf(_connection, nic.InterfaceName);
        Execute("configuring", batch =>
        {
            foreach (var address in nic.Addresses)
            {
                AddressCodec.WriteReplace(batch, index, address);
            }

            RouteCodec.WriteReplace(batch, new RouteRow { Key = new RouteKey(Model.Kernel.Netns.Node, RouteCodec.MainTable, Cidr.Default(false), 0), Link = default, Gateway = nic.Gateway, OnLink = true }, index);
        });
    }

    /// <summary>Index of the NIC with a MAC; null where there is none.</summary>
    public int? Find(MacAddress mac)
    {
        using var reader = new KernelReader(_connection) { Owns = false };
        return reader.Links().FirstOrDefault(link => link.Mac == mac)?.Index;
    }

    public void Move(int index, NetworkNamespace to) => Execute("moving a NIC", batch => LinkCodec.WriteMove(batch, index, to.Descriptor));

    public Socket Udp() => Netns.Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));

    public void Dispose()
    {
        _connection.Dispose();
        Netns.Dispose();
    }

    private void Execute(string what, Action<NetlinkBatch> write)
    {
        var batch = new NetlinkBatch();
        write(batch);
        _connection.ExecuteOne(batch, what, "a host of the bench");
    }
}
