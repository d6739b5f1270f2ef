using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Allocation.VSwitches;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Pools;

/// <summary>
/// A node whose ENIs are all there, and whose vSwitches have nothing left: it could have more by its type, and gets it when somebody
/// gives something back there, or when an ENI that no pod uses has made way for one in another vSwitch.
/// </summary>
internal static class FullGround
{
    private const string Reason = "VSwitchesOfEnisFull";

    // How soon somebody looks whether there is anything again.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(20);

    public static bool IsSaid(NodeRecord node, string ofClass) => node.Shortages.IsSaid(InterfaceUse.Shared, ofClass, Reason);

    /// <param name="missing">What the plan found no place for.</param>
    public static void Run(AllocationState state, NodeRecord node, NodeShape shape, string ofClass, PoolView view, int missing)
    {
        var isFull = missing > 0 && view.Used <= view.MostInterfaces * view.PerInterface
            && view.Interfaces.Count > 0 && view.Interfaces.All(eni => eni is { Id.Length: > 0, Room: 0 } or { IsGoing: true });
        if (isFull)
        {
            var names = string.Join(", ", SharedPool.Interfaces(node, ofClass).Select(eni => eni.VSwitch).Distinct().Order(StringComparer.Ordinal));
            node.Shortages.Say(
                InterfaceUse.Shared, ofClass, Reason,
                $"{missing} addresses are missing: {names} have none left, and the instance can have no further ENI; drain the node, or give back addresses there");
            state.Due.Add(DueKind.VSwitches, "", state.Now + (LookAgain / 2));
            state.Due.Add(DueKind.Node, node.Name, state.Now + LookAgain);
            MakeWay(state, node, ClassGround.Of(state, node, shape, ofClass).Places(state, shape, prefixes: view.Unit > 1), view, missing);
        }
        else if (missing == 0 && IsSaid(node, ofClass))
        {
            node.Shortages.Clear(InterfaceUse.Shared, ofClass);
        }
    }

    // One at a time, and only for more than goes: by a batch, or by all that is missing. To a vSwitch that only says that it has more,
    // nothing moves: what goes would come again where it was, and go again.
    private static void MakeWay(AllocationState state, NodeRecord node, IReadOnlyList<VSwitchPlace> places, PoolView view, int missing)
    {
        if (view.Interfaces.Count < view.MostInterfaces || view.Interfaces.Any(eni => eni.IsGoing) || !node.Making.MayTry(state.Now))
        {
            return;
        }

        var most = Math.Min(view.PerInterface, places.Where(place => state.VSwitch(place.Id)!.IsTrusted(prefixes: view.Unit > 1)).Select(place => place.Most).DefaultIfEmpty().Max());
        var idle = view.Interfaces.Where(eni => eni is { Leased: 0, IsPinned: false, CanGive: true }).OrderBy(eni => eni.Units).ThenBy(eni => eni.Id, StringComparer.Ordinal).FirstOrDefault();
        if (idle is not null && most - idle.Units >= Math.Min(missing, view.Batch))
        {
            var eni = state.Interfaces[idle.Id];
            eni.MakesWay = true;
            Retiring.Whole(eni);
        }
    }
}
