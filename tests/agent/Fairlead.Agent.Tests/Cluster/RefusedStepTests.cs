using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath;
using Fairlead.Linux;

namespace Fairlead.Agent.Tests.Cluster;

/// <summary>A kernel that refuses a step of the change-over: nobody goes on past it.</summary>
public sealed class RefusedStepTests : IDisposable
{
    private readonly FakeNode _node = new();

    public RefusedStepTests() => _node.Attach("web");

    public void Dispose() => _node.Dispose();

    [Fact]
    public void On_the_way_there_the_routes_stay_in_main_until_the_rules_stand()
    {
        Assert.True(_node.Network.Reroute(PodRouting.Both)!.Value.Pods.Wait(TestNode.Patience));
        _node.RefuseEverything();
        // Each ADD of such a pod tries again.
        Assert.Throws<KernelException>(_node.Network.UseRules);
        Assert.Throws<KernelException>(_node.Network.UseRules);
        Assert.Equal(PodRouting.Both, _node.Network.Routing);
        _node.Obey();
        Assert.Equal((1, 1, 0), Routes());
        _node.Network.UseRules();
        Assert.Equal(PodRouting.Own, _node.Network.Routing);
        Assert.Equal((0, 1, 1), Routes());
    }

    [Fact]
    public void On_the_way_back_the_routes_stay_in_their_own_table_until_the_rules_are_gone()
    {
        _node.Network.UseRules();
        Assert.True(_node.Network.Reroute(PodRouting.Ruled)!.Value.Pods.Wait(TestNode.Patience));
        _node.RefuseEverything();
        Assert.Throws<KernelException>(_node.Network.LeaveRules);
        Assert.Throws<KernelException>(_node.Network.LeaveRules);
        Assert.Equal(PodRouting.Ruled, _node.Network.Routing);
        _node.Obey();
        Assert.Equal((1, 1, 1), Routes());
        _node.Network.LeaveRules();
        Assert.Equal((1, 0, 0), Routes());
    }

    private (int Main, int Own, int Rules) Routes() => (_node.RoutesIn(254), _node.RoutesIn(FakeNode.Options.SharedEni.PodTable), _node.OurRules());
}
