using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Nodes;
using Fairlead.Simulation.Pods;
using Fairlead.Simulation.Store;
using Fairlead.Simulation.Time;

namespace Fairlead.Controller.Tests.Simulation;

/// <summary>The simulation's scheduler binds a pod once.</summary>
public sealed class ModelSchedulerTests
{
    [Fact]
    public void A_pod_whose_predecessor_was_never_bound_is_bound_once()
    {
        var time = new VirtualTime();
        var store = new ClusterStore(time);
        var nodes = new NodeSet();
        var bound = new List<string>();
        var scheduler = new ModelScheduler(nodes, store, time, new Chance(1), (_, node) => bound.Add(node.Name));
        for (var life = 0; life < 2; life++)
        {
            store.Put(new Pod { Metadata = new ObjectMeta { Namespace = "default", Name = "web-0" } });
            scheduler.Add("default/web-0", resource: null);
            if (life == 0)
            {
                store.RemovePod("default", "web-0");
            }
        }

        foreach (var name in new[] { "n1", "n2" })
        {
            nodes.Add(new ModelNode(name, "i-" + name, "", "", PodNetworkMode.SharedEni, 10, null!));
        }

        while (time.Step(time.Now + TimeSpan.FromSeconds(5)))
        {
        }

        Assert.Single(bound);
        Assert.Equal(0, scheduler.Pending);
    }
}
