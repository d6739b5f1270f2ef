using System.Net;
using System.Net.Sockets;
using Fairlead.Linux;
using Fairlead.Linux.Addresses;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Vpc.Control;

namespace Fairlead.Vpc.Tests.Packets;

/// <summary>A host in a nameless namespace; it goes with the test.</summary>
internal sealed class LabHost : IDisposable
{
    private readonly NetlinkConnection _connection;

    public LabHost(string name)
    {
        Name = name;
        try
        {
            Netns = NetworkNamespace.Create();
        }
        catch (KernelException error) when (error.Code == Errno.EPERM)
        {
            Assert.Skip("network namespaces need CAP_SYS_ADMIN: run as root or inside 'unshare --user --map-root-user'");
            throw;
        }

        _connection = new NetlinkConnection(Netns.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch();
        LinkCodec.WriteUp(batch, 1, true);
        _connection.ExecuteOne(batch, "setting up", "lo");
    }

    public string Name { get; }

    public NetworkNamespace Netns { get; }

    public NicConfiguration? Nic { get; private set; }

    /// <summary>As another thread of this process finds it.</summary>
    public string Path => $"/proc/self/fd/{Netns.Descriptor}";

    /// <summary>What DHCP would do.</summary>
    public void Configure(NicConfiguration nic)
    {
        Nic = nic;
        var index = Index;
        var batch = new NetlinkBatch();
        foreach (var address in nic.Addresses)
        {
            AddressCodec.WriteReplace(batch, index, address);
        }

        RouteCodec.WriteReplace(batch, Default(nic.Gateway), index);
        if (nic.Gateway6 is { } gateway6)
        {
            RouteCodec.WriteReplace(batch, Default(gateway6), index);
        }

        _connection.ExecuteOne(batch, "configuring", Name);
    }

    public int Index => LinkLookup.IndexOf(_connection, Nic!.InterfaceName);

    /// <summary>An address on the loopback: a pod's, as far as the fabric can tell.</summary>
    public void AddPod(InetAddress address)
    {
        var batch = new NetlinkBatch();
        AddressCodec.WriteReplace(batch, 1, address.ToCidr());
        _connection.ExecuteOne(batch, "adding", address.ToString());
    }

    public IReadOnlyList<Model.Kernel.Observed.ObservedNeighbour> Neighbours()
    {
        using var reader = new KernelReader(_connection) { Owns = false };
        return reader.Neighbours();
    }

    public Socket Udp(InetAddress? bind = null, int port = 0, bool v6 = false)
    {
        v6 |= bind?.IsV6 ?? false;
        var socket = Netns.Inside(() => new Socket(v6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        socket.Bind(new IPEndPoint(bind?.ToIPAddress() ?? (v6 ? IPAddress.IPv6Any : IPAddress.Any), port));
        return socket;
    }

    public Socket Tcp(bool v6 = false) =>
        Netns.Inside(() => new Socket(v6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));

    public void Dispose()
    {
        _connection.Dispose();
        Netns.Dispose();
    }

    private static RouteRow Default(InetAddress gateway) => new()
    {
        Key = new RouteKey(Model.Kernel.Netns.Node, RouteCodec.MainTable, Cidr.Default(gateway.IsV6), 0),
        Link = default,
        Gateway = gateway,
        OnLink = true,
    };
}
