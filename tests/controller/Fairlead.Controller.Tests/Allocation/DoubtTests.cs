using Fairlead.Allocation;
using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Growing;
using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>Calls whose answers were lost: nobody waits for one that cannot come any more.</summary>
public sealed class DoubtTests
{
    [Fact]
    public void An_assignment_in_doubt_does_not_keep_an_ENI_of_a_node_that_is_gone()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni });
        world.Join("n1");
        world.Run(30);
        world.Driver.Fault = (call, _) => call is AssignRanges ? new CloudException(CloudErrorKind.Unavailable, "AssignPrivateIpAddresses", "", "NoAnswer", "the answer was lost") { MayBeDone = true } : null;
        for (var i = 0; i < 20; i++)
        {
            world.Bind($"p{i}", "n1");
        }

        world.Run(5);
        Assert.Contains(world.Allocator.State.Interfaces.Values, eni => eni.Growths.Count > 0);
        for (var i = 0; i < 20; i++)
        {
            world.Delete($"p{i}");
        }

        world.Leave("n1");
        world.Driver.Fault = null;
        world.Run(120);
        Assert.DoesNotContain(world.Emulated.State.Interfaces.Values, eni => eni.Tags.ContainsKey(ResourceNames.ClusterTag));
        Assert.Empty(world.Networks);
    }

    [Fact]
    public void A_release_in_doubt_of_what_another_ENI_has_by_now_is_in_doubt_no_more()
    {
        var state = new AllocationState(new AllocatorOptions(), 1);
        var (one, other) = (Attached("eni-1"), Attached("eni-2"));
        var (first, second) = (new RangeRecord(Cidr.Parse("10.0.0.1/32"), 1) { Releasing = true }, new RangeRecord(Cidr.Parse("10.0.0.2/32"), 1) { Releasing = true });
        RangeBook.Add(state, one, first);
        RangeBook.Add(state, one, second);
        one.InDoubt = true;

        RangeBook.Add(state, other, new RangeRecord(first.Range, 2));
        Assert.False(Grower.CanGrow(state, one), "the other address is in doubt still");
        RangeBook.Add(state, other, new RangeRecord(second.Range, 2));
        Assert.True(Grower.CanGrow(state, one));
    }

    private static InterfaceRecord Attached(string id) => new(id) { Stage = InterfaceStage.Attached };
}
