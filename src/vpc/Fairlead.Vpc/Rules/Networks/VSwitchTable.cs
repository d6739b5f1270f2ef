using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Networks;

/// <summary>The only writer of vSwitches.</summary>
internal static class VSwitchTable
{
    public static CloudState Add(CloudState state, VSwitch vSwitch) => state with
    {
        VSwitches = state.VSwitches.Add(vSwitch.Id, vSwitch),
        Index = state.Index with
        {
            VSwitchesByVpc = state.Index.VSwitchesByVpc.Add(vSwitch.Vpc, vSwitch.Id),
            Pools = state.Index.Pools.Add(vSwitch.Id, AddressPool.Of(vSwitch.Cidr)),
        },
    };

    public static CloudState Remove(CloudState state, VSwitch vSwitch) => state with
    {
        VSwitches = state.VSwitches.Remove(vSwitch.Id),
        Index = state.Index with
        {
            VSwitchesByVpc = state.Index.VSwitchesByVpc.Remove(vSwitch.Vpc, vSwitch.Id),
            Pools = state.Index.Pools.Remove(vSwitch.Id),
            Pools6 = state.Index.Pools6.Remove(vSwitch.Id),
        },
    };
}
