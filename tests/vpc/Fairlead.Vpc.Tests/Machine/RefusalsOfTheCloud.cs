using Fairlead.Model.Addresses;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Machine;

/// <summary>The codes are those of the OpenAPI; the messages are for people.</summary>
public sealed class RefusalsOfTheCloud
{
    private static readonly VpcState World = Do(VpcStories.World, new AddRouteEntry(Cidr.Parse("10.244.1.0/24"), "node-1")).Next;

    [Theory]
    [InlineData("10.244.1.0/24", "node-2", "RouterEntryConflict.Duplicated", "an entry for 10.244.1.0/24 already")]
    [InlineData("10.244.2.5/24", "node-2", "InvalidCidrBlock.Malformed", "did you mean 10.244.2.0/24?")]
    [InlineData("172.16.10.0/24", "node-2", "InvalidCidrBlock.Overlapped", "vSwitch vsw-cluster")]
    [InlineData("172.16.20.128/25", "node-2", "InvalidCidrBlock.Overlapped", "vSwitch vsw-legacy")]
    [InlineData("100.64.0.0/10", "node-2", "InvalidCidrBlock.Overlapped", "services of the cloud")]
    [InlineData("10.244.2.0/24", "nod-2", "InvalidNexthop.NotFound", "did you mean node-2")]
    public void A_wrong_entry_is_refused(string destination, string nextHop, string code, string message)
    {
        var step = Do(World, new AddRouteEntry(Cidr.Parse(destination), nextHop));
        Assert.Equal(code, step.Refusal!.Code);
        Assert.Contains(message, step.Refusal.Message);
    }

    [Theory]
    [InlineData("172.16.0.0/16", "it may contain vSwitches")]
    [InlineData("0.0.0.0/0", "a default route of one's own")]
    [InlineData("100.64.9.0/24", "more exact than the system's")]
    [InlineData("10.244.0.0/16", "it may contain another entry")]
    public void What_the_cloud_allows_is_allowed(string destination, string why) =>
        Assert.True(Do(World, new AddRouteEntry(Cidr.Parse(destination), "node-2")).Refusal is null, why);

    [Fact]
    public void A_table_holds_its_quota_and_no_more()
    {
        var state = VpcStories.World;
        for (var i = 0; i < RouteEntry.Quota; i++)
        {
            state = Do(state, new AddRouteEntry(new Cidr(InetAddress.V4((uint)(0x0af40000 + (i << 8))), 24), "node-1")).Next;
        }

        Assert.Equal("QuotaExceeded", Do(state, new AddRouteEntry(Cidr.Parse("10.9.0.0/16"), "node-1")).Refusal!.Code);
    }

    [Theory]
    [InlineData("10.244.9.0/24", null, "there are 10.244.1.0/24")]
    [InlineData("10.244.1.0/24", "node-2", "via node-2")]
    public void Deleting_what_is_not_there_names_what_is(string destination, string? nextHop, string message)
    {
        var step = Do(World, new DeleteRouteEntry(Cidr.Parse(destination), nextHop));
        Assert.Equal("InvalidRouteEntry.NotFound", step.Refusal!.Code);
        Assert.Contains(message, step.Refusal.Message);
    }

    [Fact]
    public void A_port_is_attached_once_and_detached_as_often_as_one_likes()
    {
        var attached = Do(World, new AttachPort("node-1", "/proc/1/ns/net", "eth0")).Next;
        Assert.Equal("InvalidOperation.InvalidEniState", Do(attached, new AttachPort("eni-node-1", "/proc/2/ns/net", "eth0")).Refusal!.Code);
        var detached = Do(attached, new DetachPort("node-1")).Next;
        Assert.Null(Do(detached, new DetachPort("node-1")).Refusal);
        Assert.Contains("did you mean legacy-1", Do(World, new AttachPort("lagacy-1", "/proc/1/ns/net", "eth0")).Refusal!.Message);
    }

    [Fact]
    public void A_group_that_is_used_stays()
    {
        var used = Do(Do(World, new CreateSecurityGroup("web")).Next, new SetSecurityGroups("node-1", ["web"])).Next;
        Assert.Equal("DependencyViolation", Do(used, new DeleteSecurityGroup("web")).Refusal!.Code);
        var free = Do(used, new SetSecurityGroups("node-1", ["default"])).Next;
        Assert.Null(Do(free, new DeleteSecurityGroup("web")).Refusal);
    }

    private static VpcStep Do(VpcState state, VpcEvent change) => VpcMachine.Step(state, change, VpcStories.Start);
}
