using Fairlead.Bench.World;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Bench.Datapath.World;

/// <summary>Routing and the kernel's connection tracking, nothing else: what masquerade costs before anybody has written a rule.</summary>
internal sealed class TrackedNode : IMeasuredNode
{
    private const string Table = """
        table ip tracked {
          chain forward {
            type filter hook forward priority 0
            ct state established,related accept
          }
        }

        """;

    private readonly RoutedNode _node;

    public TrackedNode(string name, VpcWorld world, PeerPrograms programs, int slice)
    {
        _node = new RoutedNode(name, world, slice);
        programs.Run(_node.Node, "nft", ["-f", "-"], Table);
    }

    public string Name => _node.Name;

    public NetworkNamespace Pod => _node.Pod;

    public void Dispose() => _node.Dispose();
}
