using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;

namespace Fairlead.Bench.World;

/// <summary>
/// A VPC in its simplest form: a router, and behind it one virtual machine, to which everything is measured. Each owner of a NIC has a
/// vSwitch of its own, so that all cases are equally far from the machine. Nobody asks for neighbours.
/// </summary>
public sealed class VpcWorld : IDisposable
{
    public static readonly InetAddress VmAddress = InetAddress.Parse("172.16.1.2");

    /// <summary>Outside of the VPC: what goes there must be masqueraded where that is on. It leads to the same machine.</summary>
    public static readonly InetAddress Internet = InetAddress.Parse("203.0.113.1");

    // What answers every ARP of a vSwitch.
    private static readonly MacAddress Gateway = MacAddress.Parse("ee:ff:ff:ff:ff:ff");

    private const int VmSubnet = 1;

    private int _subnet = 10;

    public VpcWorld()
    {
        Router.WriteSysctl("net/ipv4/ip_forward", "1");
        TuneEnd(Vm);
        Connect(Vm, VmSubnet, VmAddress);
        Wire.Address(Vm, "lo", Internet.ToCidr());
        Wire.Route(Router, LinkOf(VmSubnet), Internet.ToCidr(), VmAddress);
    }

    public NetworkNamespace Router { get; } = Create();

    public NetworkNamespace Vm { get; } = Create();

    /// <summary>Gives a namespace a NIC, eth0, in a vSwitch that nobody else is in.</summary>
    public Nic Attach(NetworkNamespace owner)
    {
        var subnet = _subnet++;
        var nic = new Nic(InetAddress.Parse($"172.16.{subnet}.10"), InetAddress.Parse($"172.16.{subnet}.1"), LinkOf(subnet));
        Connect(owner, subnet, nic.Address);
        return nic;
    }

    /// <summary>Gives a namespace a secondary ENI in a vSwitch that nobody else is in: a link that is up, with nothing on it.</summary>
    /// <param name="number">N of its name, ethN.</param>
    public Eni AttachEni(NetworkNamespace owner, int number, int addresses)
    {
        var subnet = _subnet++;
        var (link, gateway) = (LinkOf(subnet), InetAddress.Parse($"172.16.{subnet}.253"));
        var eni = new Eni(
            $"eni-{subnet}", MacAddress.Parse($"02:00:00:00:{subnet:x2}:10"), Cidr.Parse($"172.16.{subnet}.0/24"), gateway,
            [.. Enumerable.Range(10, addresses).Select(host => InetAddress.Parse($"172.16.{subnet}.{host}"))]);
        Wire.Lay(Router, link, Gateway, owner, $"eth{number}", eni.Mac);
        Wire.Address(Router, link, new Cidr(gateway, 24));
        foreach (var address in eni.Addresses)
        {
            Wire.Neighbour(Router, link, address, eni.Mac);
        }

        return eni;
    }

    /// <summary>The VPC's route table: pods of a node that is reached by its NIC.</summary>
    public void RouteTo(Cidr pods, Nic nic) => Wire.Route(Router, nic.RouterLink, pods, nic.Address);

    /// <summary>A namespace without reverse-path filter, with its loopback up.</summary>
    public static NetworkNamespace Create()
    {
        var netns = NetworkNamespace.Create();
        netns.WriteSysctl("net/ipv4/conf/all/rp_filter", "0");
        netns.WriteSysctl("net/ipv4/conf/default/rp_filter", "0");
        Wire.Up(netns, "lo");
        return netns;
    }

    /// <summary>Room for tens of thousands of connections in a row and for windows that are never the limit, the same for every case.</summary>
    public static void TuneEnd(NetworkNamespace end)
    {
        end.WriteSysctl("net/ipv4/ip_local_port_range", "1024 65000");
        end.WriteSysctl("net/ipv4/tcp_max_tw_buckets", "500");
        end.WriteSysctl("net/ipv4/tcp_tw_reuse", "1");
        end.WriteSysctl("net/ipv4/tcp_rmem", "4096 131072 33554432");
        end.WriteSysctl("net/ipv4/tcp_wmem", "4096 131072 33554432");
    }

    public void Dispose()
    {
        Vm.Dispose();
        Router.Dispose();
    }

    private void Connect(NetworkNamespace owner, int subnet, InetAddress address)
    {
        var (gateway, link) = (InetAddress.Parse($"172.16.{subnet}.1"), LinkOf(subnet));
        var (routers, owners) = (MacAddress.Parse($"02:ff:00:00:{subnet:x2}:01"), MacAddress.Parse($"02:00:00:00:{subnet:x2}:10"));
        Wire.Lay(Router, link, routers, owner, "eth0", owners);
        Wire.Address(Router, link, new Cidr(gateway, 24));
        Wire.Address(owner, "eth0", new Cidr(address, 24));
        Wire.Neighbour(Router, link, address, owners);
        Wire.Neighbour(owner, "eth0", gateway, routers);
        Wire.Route(owner, "eth0", Cidr.Default(v6: false), gateway);
    }

    private static string LinkOf(int subnet) => $"to{subnet}";
}

/// <summary>A NIC as its owner and the router know it.</summary>
public sealed record Nic(InetAddress Address, InetAddress Gateway, string RouterLink);

/// <summary>A secondary ENI as the cloud describes it; every address of it is a pod's.</summary>
public sealed record Eni(string Id, MacAddress Mac, Cidr Subnet, InetAddress Gateway, IReadOnlyList<InetAddress> Addresses);
