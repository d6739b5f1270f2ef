using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Model.Kernel;

namespace Fairlead.Agent.Tests.Settings;

/// <summary>A link of somebody else in a group of ours would be deleted with ours: the agent says so and touches nothing.</summary>
public sealed class LinkGroupTests : IDisposable
{
    private readonly TestNode _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_foreign_link_in_a_group_of_ours_holds_the_agent_back_until_it_is_out()
    {
        Run.In(_node.Node, "ip link add foreign type veth peer name ngierof").Succeeded();
        Run.In(_node.Node, $"ip link set foreign group {OurMark.DyingGroup}").Succeeded();
        _node.Begin();
        Assert.True(_node.WaitFor(() => _node.Log.Contains("link foreign is in it and not ours", StringComparison.Ordinal)), _node.Log);
        Assert.Contains("choose other numbers", _node.Plugin(new CniCall("STATUS")).Failed(50).Message, StringComparison.Ordinal);
        Assert.True(NodeWorld.HasLink(_node.Node, "foreign"));

        // An engine that could not be started was waited for without end: no later attempt was made.
        Run.In(_node.Node, "ip link set foreign group default").Succeeded();
        Assert.True(_node.IsReady(TestNode.Patience), _node.Log);
    }
}
