using System.Collections.Immutable;
using Fairlead.Planning.Capacity;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Rules;
using Fairlead.Vpc.Rules.Groups;
using Fairlead.Vpc.Rules.Instances;
using Fairlead.Vpc.Rules.Networks;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Cloud;

/// <summary>From a topology to a cloud, and from a cloud to what packets see of one VPC.</summary>
public static class CloudSeed
{
    public const string Region = "cn-hangzhou";
    public const string Vpc = "vpc-lab";
    public const string RouteTable = "vtb-lab";
    public const string Router = "vrt-lab";

    /// <summary>Where all that a topology names is: it says nothing of zones.</summary>
    public const string Zone = "cn-hangzhou-h";

    private static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> Regions =
        ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add(Region, [Zone, "cn-hangzhou-i"]).Add("cn-beijing", ["cn-beijing-h", "cn-beijing-i"]);

    /// <exception cref="Model.Problems.ProblemException">With all problems there are; nothing was made.</exception>
    public static CloudState Of(VpcConfiguration configuration, CloudSettings settings, DateTimeOffset now)
    {
        var topology = ConfigurationReader.Read(configuration, now);
        var vpc = new VirtualNetwork(Vpc, "lab", Region, topology.Cidrs, RouteTable) { Router = Router, Created = now };
        var state = CloudState.Empty with
        {
            Settings = settings,
            Regions = Regions,
            InstanceTypes = InstanceTypeTable.BuiltIn.Types.ToImmutableSortedDictionary(type => type.Name, type => type, StringComparer.Ordinal),
            Vpcs = CloudState.Empty.Vpcs.Add(Vpc, vpc),
            RouteTables = CloudState.Empty.RouteTables.Add(RouteTable, Cloud.RouteTable.Of(vpc)),
        };
        state = topology.VSwitches.Values.Aggregate(state, (next, vSwitch) =>
            VSwitchTable.Add(next, vSwitch with { Vpc = Vpc, Zone = Zone, RouteTable = RouteTable, Created = now }));
        state = topology.SecurityGroups.Values.Aggregate(state, (next, group) => GroupTable.Put(next, group with { Vpc = Vpc, Created = now }));
        state = topology.Instances.Values.Aggregate(state, (next, instance) =>
            InstanceTable.Add(next, instance with { Vpc = Vpc, Zone = Zone, Created = now }));
        state = topology.Interfaces.Values.Aggregate(state, (next, eni) =>
            InterfaceTable.Put(next, eni with { Vpc = Vpc, Zone = Zone, Created = now }));
        return topology.Routes.Aggregate(state, (next, route) =>
            RouteEntryTable.Add(Draw.Id(next, "rte-", out var id), route with { Id = id, Table = RouteTable }));
    }

    /// <summary>One VPC as packets see it: ENIs that are in use, custom routes, groups. Hosts outside and wires are added by whoever has them.</summary>
    public static VpcState View(CloudState state, string vpc) => new()
    {
        Cidrs = state.Vpcs[vpc].Cidrs,
        VSwitches = Sorted(state.Index.VSwitchesByVpc.Of(vpc).Select(id => state.VSwitches[id]), vSwitch => vSwitch.Id),
        Instances = Sorted(state.Instances.Values.Where(instance => instance.Vpc == vpc), instance => instance.Id),
        Interfaces = Sorted(state.Interfaces.Values.Where(eni => eni.Vpc == vpc && eni.Status == InterfaceStatus.InUse), eni => eni.Id),
        SecurityGroups = Sorted(state.Index.GroupsByVpc.Of(vpc).Select(id => state.SecurityGroups[id]), group => group.Id),
        Routes = [.. state.RouteTables[state.Vpcs[vpc].RouteTable].Entries.Values],
    };

    private static ImmutableSortedDictionary<string, T> Sorted<T>(IEnumerable<T> items, Func<T, string> id) => items.ToImmutableSortedDictionary(id, item => item);
}
