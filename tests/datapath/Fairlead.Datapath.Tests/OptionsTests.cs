using Fairlead.Model.Addresses;

namespace Fairlead.Datapath.Tests;

public sealed class OptionsTests
{
    private static readonly DatapathOptions Good = new()
    {
        PodSlices = [Cidr.Parse("10.244.1.0/24")],
        PodRanges = [Cidr.Parse("10.244.0.0/16")],
        VpcCidrs = [Cidr.Parse("172.16.0.0/16")],
    };

    [Fact]
    public void The_defaults_with_ranges_are_right() => Assert.Empty(DatapathOptionsValidator.Validate(Good));

    [Fact]
    public void All_mistakes_are_told_together_with_their_places()
    {
        var wrong = Good with
        {
            PodSlices = [Cidr.Parse("10.244.1.1/24"), Cidr.Parse("10.244.1.0/25"), Cidr.Parse("10.99.0.0/24")],
            VpcCidrs = [Cidr.Parse("172.16.0.1/16")],
            Metadata = new MetadataOptions { Addresses = [InetAddress.Parse("10.244.1.200")] },
            Mtu = 40,
            PodGroup = 7,
            DyingGroup = 7,
            Priorities = new HookPriorities { Guard = -100, DestinationNat = -200 },
        };
        Assert.Equal(
            ["podSlices[0]", "vpcCidrs[0]", "podSlices[1]", "podSlices[2]", "metadata.addresses[0]", "mtu", "dyingGroup", "priorities.guard", "priorities"],
            DatapathOptionsValidator.Validate(wrong).Select(problem => problem.Path));
    }

    [Fact]
    public void A_node_without_a_slice_is_told_what_is_missing() =>
        Assert.Contains("10.244.1.0/24", Assert.Single(DatapathOptionsValidator.Validate(new DatapathOptions())).Message);

    [Fact]
    public void Group_0_is_everybodys() =>
        Assert.Equal("podGroup", Assert.Single(DatapathOptionsValidator.Validate(Good with { PodGroup = 0 })).Path);

    [Fact]
    public void IPv6_needs_1280_octets()
    {
        var v6 = Good with { PodSlices = [Cidr.Parse("fd00::/64")], PodRanges = [Cidr.Parse("fd00::/48")], Mtu = 1279 };
        Assert.Contains("1280", Assert.Single(DatapathOptionsValidator.Validate(v6)).Message);
    }
}
