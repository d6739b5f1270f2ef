using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Machine;

namespace Fairlead.Simulation.Worlds;

/// <summary>A VPC without instances.</summary>
internal static class CloudGround
{
    public const string OtherZone = "cn-hangzhou-i";

    public const string Group = "sg-default";

    public static CloudState Make(ClusterWish wish, DateTimeOffset now)
    {
        var state = CloudSeed.Of(
            new VpcConfiguration { Cidrs = [Cidr.Parse("10.0.0.0/8"), Cidr.Parse("fd10::/56")], VSwitches = wish.VSwitches }, wish.Cloud, now) with { Random = wish.Seed * 31 };
        foreach (var vSwitch in wish.OtherVSwitches)
        {
            state = CloudMachine.Change(state, new CreateVSwitch
            {
                RegionId = CloudSeed.Region,
                VpcId = CloudSeed.Vpc,
                ZoneId = OtherZone,
                CidrBlock = $"{vSwitch.Cidr}",
                Ipv6CidrBlock = vSwitch.Cidr6 is { } six ? (int)((ulong)(six.First.Bits >> 64) & 0xff) : null,
                VSwitchName = vSwitch.Name,
            }, now) is { Error: null } step ? step.Next : throw new ArgumentException($"the cloud makes no vSwitch {vSwitch}", nameof(wish));
        }

        return state;
    }
}
