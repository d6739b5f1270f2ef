using Fairlead.Bench.World;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;

namespace Fairlead.Bench.Datapath.World;

/// <summary>Three pods on veths and the kernel's routing, nothing else: no guard, no connection tracking. What the veth and the routing cost.</summary>
internal sealed class RoutedNode : IMeasuredNode
{
    private static readonly InetAddress PodGateway = InetAddress.Parse("169.254.1.1");

    private readonly List<NetworkNamespace> _pods = [];

    /// <param name="slice">N of the pods' addresses, 10.245.N; every node needs its own.</param>
    public RoutedNode(string name, VpcWorld world, int slice)
    {
        Name = name;
        Node.WriteSysctl("net/ipv4/ip_forward", "1");
        Nic = world.Attach(Node);
        PodAddresses = [.. Enumerable.Range(1, 3).Select(i => InetAddress.Parse($"10.245.{slice}.{i}"))];
        for (var i = 0; i < PodAddresses.Count; i++)
        {
            AddPod(HostLink(i), PodAddresses[i], i);
        }

        world.RouteTo(Cidr.Parse($"10.245.{slice}.0/24"), Nic);
    }

    public string Name { get; }

    public NetworkNamespace Node { get; } = VpcWorld.Create();

    public NetworkNamespace Pod => _pods[0];

    public Nic Nic { get; }

    public IReadOnlyList<InetAddress> PodAddresses { get; }

    /// <summary>Names as Felix gives them: its chains divide by their beginning.</summary>
    public static string HostLink(int pod) => $"cali0000{pod + 1:x}";

    public void Dispose()
    {
        _pods.ForEach(pod => pod.Dispose());
        Node.Dispose();
    }

    private void AddPod(string link, InetAddress address, int number)
    {
        var pod = VpcWorld.Create();
        _pods.Add(pod);
        VpcWorld.TuneEnd(pod);
        var (hosts, pods) = (MacAddress.Parse($"ee:00:00:00:b0:{number:x2}"), MacAddress.Parse($"02:00:00:00:a0:{number:x2}"));
        Wire.Lay(Node, link, hosts, pod, "eth0", pods);
        Wire.Address(pod, "eth0", address.ToCidr());
        Wire.Neighbour(pod, "eth0", PodGateway, hosts);
        Wire.Route(pod, "eth0", Cidr.Default(v6: false), PodGateway);
        Wire.Neighbour(Node, link, address, pods);
        Wire.Route(Node, link, address.ToCidr(), null);
    }
}
