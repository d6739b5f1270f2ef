using Fairlead.Model.Addresses;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;

namespace Fairlead.Controller.Tests.Allocation.World;

/// <summary>Clouds to allocate in.</summary>
internal static class Topologies
{
    /// <summary>Three hosts of 8 ENIs with 30 addresses each, a small vSwitch and two large ones.</summary>
    public static VpcConfiguration Standard { get; } = Of("ecs.g7.4xlarge", 3, "172.16.0.0/20");

    public static VpcConfiguration Of(string type, int hosts, string main) => new()
    {
        Cidrs = [Cidr.Parse("172.16.0.0/12"), Cidr.Parse("fd16::/56")],
        VSwitches =
        [
            new VSwitchConfiguration("main", Cidr.Parse(main), Cidr.Parse("fd16:0:0:1::/64")),
            new VSwitchConfiguration("second", Cidr.Parse("172.17.0.0/20"), Cidr.Parse("fd16:0:0:2::/64")),
        ],
        Instances = [.. Enumerable.Range(1, hosts).Select(i => new InstanceConfiguration($"n{i}", "main", Cidr.Parse(main).First.Plus((UInt128)(4 + i))) { Type = type })],
    };

    /// <summary>The second vSwitch and a host are in the region's other zone.</summary>
    public static CloudState InTwoZones(CloudState state, string host)
    {
        const string zone = "cn-hangzhou-i";
        var (vSwitch, instance) = (state.VSwitches.Values.Single(vSwitch => vSwitch.Name == "second"), state.Instances.Values.Single(instance => instance.Name == host));
        return state with
        {
            Interfaces = state.Interfaces.SetItem(instance.PrimaryInterface, state.Interfaces[instance.PrimaryInterface] with { Zone = zone }),
            VSwitches = state.VSwitches.SetItem(vSwitch.Id, vSwitch with { Zone = zone }),
            Instances = state.Instances.SetItem(instance.Id, instance with { Zone = zone }),
        };
    }

    public static string InstanceOf(EmulatedCloud cloud, string name) => cloud.State.Instances.Values.Single(instance => instance.Name == name).Id;

    public static string VSwitchOf(EmulatedCloud cloud, string name) => cloud.State.VSwitches.Values.Single(vSwitch => vSwitch.Name == name).Id;
}
