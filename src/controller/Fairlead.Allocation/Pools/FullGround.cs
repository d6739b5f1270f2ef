using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Pools;

/// <summary>
/// A node whose ENIs are all there, and whose vSwitches have nothing left: it could have more by its type, and gets it when somebody
/// gives something back there.
/// </summary>
internal static class FullGround
{
    private const string Reason = "VSwitchesOfEnisFull";

    // How soon somebody looks whether there is anything again.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(20);

    public static bool IsSaid(NodeRecord node) => node.Conditions.Find(ConditionTypes.AddressesAvailable) is { Status: "False", Reason: Reason };

    /// <param name="missing">What the plan found no place for.</param>
    public static void Say(AllocationState state, NodeRecord node, string ofClass, PoolView view, int missing)
    {
        var isFull = missing > 0 && view.Used <= view.MostInterfaces * view.PerInterface
            && view.Interfaces.Count > 0 && view.Interfaces.All(eni => eni is { Id.Length: > 0, Room: 0 } or { IsGoing: true });
        if (isFull)
        {
            var names = string.Join(", ", SharedPool.Interfaces(node, ofClass).Select(eni => eni.VSwitch).Distinct().Order(StringComparer.Ordinal));
            node.Conditions.Set(
                ConditionTypes.AddressesAvailable, false, Reason,
                $"{missing} addresses are missing: {names} have none left, and the instance can have no ENI in another vSwitch; drain the node, or give back addresses there", state.Now);
            state.Due.Add(DueKind.VSwitches, "", state.Now + (LookAgain / 2));
            state.Due.Add(DueKind.Node, node.Name, state.Now + LookAgain);
        }
        else if (missing == 0 && IsSaid(node))
        {
            node.Conditions.Set(ConditionTypes.AddressesAvailable, true, "Stocked", "the stock is what it should be, or on the way", state.Now);
        }
    }
}
