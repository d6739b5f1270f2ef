using Fairlead.Bench.World;
using System.Text;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;

namespace Fairlead.Bench.Datapath.World;

/// <summary>
/// Case C, as Terway and AWS route and Felix filters: two policy rules a pod, and chains of iptables with a reverse-path check, a
/// dispatch by link and one policy over an ipset. Three pods are there, of the others only what packets have to pass.
/// </summary>
internal sealed class RulesAndChainsNode : IMeasuredNode
{
    private const uint PodTable = 1000;

    private readonly RoutedNode _node;

    /// <param name="pods">How many pods the node is made to look like.</param>
    public RulesAndChainsNode(string name, VpcWorld world, PeerPrograms programs, int slice, int pods)
    {
        _node = new RoutedNode(name, world, slice);
        Wire.Route(_node.Node, "eth0", Cidr.Default(v6: false), _node.Nic.Gateway, PodTable);
        var others = Enumerable.Range(0, pods - _node.PodAddresses.Count).ToList();
        var addresses = others.Select(i => $"10.246.{slice}.{i + 1}").ToList();
        // Where the measured pods stand in a list is chance; in the middle they meet half of it.
        addresses.InsertRange(addresses.Count / 2, _node.PodAddresses.Select(address => address.ToString()));
        programs.Run(_node.Node, "ip", ["-batch", "-"], Rules(addresses));
        programs.Run(_node.Node, "ipset", ["restore"], Peers());
        string[] links = [.. Enumerable.Range(0, _node.PodAddresses.Count).Select(RoutedNode.HostLink), .. others.Select(i => $"cali{i:x4}f")];
        programs.Run(_node.Node, "iptables-legacy-restore", [], FelixChains.Write(links));
    }

    public string Name => _node.Name;

    public NetworkNamespace Pod => _node.Pod;

    public InetAddress PodAddress => _node.PodAddresses[0];

    public void Dispose() => _node.Dispose();

    private static string Rules(IEnumerable<string> addresses)
    {
        var text = new StringBuilder();
        foreach (var address in addresses)
        {
            text.Append($"rule add pref 512 to {address}/32 lookup main\n").Append($"rule add pref 2048 from {address}/32 lookup {PodTable}\n");
        }

        return text.ToString();
    }

    private string Peers()
    {
        string[] members =
        [
            VpcWorld.VmAddress.ToString(),
            .. _node.PodAddresses.Select(address => address.ToString()),
            .. Enumerable.Range(1, 10).Select(i => $"192.168.0.{i}"),
        ];
        return $"create {FelixChains.PeerSet} hash:net\n" + string.Concat(members.Select(member => $"add {FelixChains.PeerSet} {member}\n"));
    }
}
