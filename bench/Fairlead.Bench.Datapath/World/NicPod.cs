using Fairlead.Bench.World;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Bench.Datapath.World;

/// <summary>The NIC itself is in the pod: the limit, for no node is on the way.</summary>
internal sealed class NicPod : IMeasuredNode
{
    public NicPod(string name, VpcWorld world)
    {
        Name = name;
        world.Attach(Pod);
        VpcWorld.TuneEnd(Pod);
    }

    public string Name { get; }

    public NetworkNamespace Pod { get; } = VpcWorld.Create();

    public void Dispose() => Pod.Dispose();
}
