using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Machine;

namespace Fairlead.Bench.Cloud.Server;

/// <summary>A VPC with as many ENIs as are wanted, of clusters of 500 that their tags name.</summary>
internal static class BenchWorld
{
    public const int ClusterSize = 500;
    public const string EveryTag = "creator";
    public const string ClusterTag = "cluster";

    private const int VSwitches = 4;

    /// <summary>The vSwitch whose second half stays free: what is assigned by name comes from it.</summary>
    public static InetAddress Free(int number) => InetAddress.V4(0x0a008000 + (uint)number);

    /// <summary>Ids of the first ENIs, in the order of their making.</summary>
    public static CloudState Make(int interfaces, List<string> ids)
    {
        var now = DateTimeOffset.UnixEpoch;
        var state = CloudSeed.Of(
            new VpcConfiguration
            {
                Cidrs = [Cidr.Parse("10.0.0.0/8")],
                VSwitches = [.. Enumerable.Range(0, VSwitches).Select(i => new VSwitchConfiguration($"v{i}", Cidr.Parse($"10.{i}.0.0/16")))],
                Instances = [new InstanceConfiguration("node-1", "v0", Cidr.Parse("10.0.0.0/16").First.Plus(4))],
            },
            CloudSettings.Immediate,
            now);
        for (var i = 0; i < interfaces; i++)
        {
            var step = CloudMachine.Change(state, Create(i), now);
            state = step.Next;
            ids.Add(step.Reply is InterfaceReply reply ? reply.Interface.Id : throw new InvalidOperationException($"the bench's world cannot be made: {step.Error}"));
        }

        return state;
    }

    private static CreateNetworkInterface Create(int number) => new()
    {
        RegionId = CloudSeed.Region,
        // The first ENIs are where addresses are free by name.
        VSwitchId = $"vsw-v{(number < ClusterSize ? 0 : 1 + (number % (VSwitches - 1)))}",
        SecurityGroupId = "sg-default",
        Tag = [new TagFilter(EveryTag, "bench"), new TagFilter(ClusterTag, $"c{number / ClusterSize}")],
    };
}
