using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Making;
using Fairlead.Allocation.Nodes;
using Fairlead.Allocation.Pools;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Exclusive;

/// <summary>ENIs of which a pod has one by itself: NICs of the node, or members of its trunk.</summary>
/// <param name="use">Exclusive or member.</param>
/// <param name="mode">The pods'.</param>
internal sealed class ExclusiveStep(InterfaceUse use, PodNetworkMode mode)
{
    public static ExclusiveStep Nics { get; } = new(InterfaceUse.Exclusive, PodNetworkMode.ExclusiveEni);

    public static ExclusiveStep Members { get; } = new(InterfaceUse.Member, PodNetworkMode.MemberEni);

    /// <param name="most">ENIs of this use that the node may have, those that go among them.</param>
    public void Run(AllocationState state, NodeRecord node, NodeShape shape, NodeDemand demand, int most)
    {
        Idle(state, node, shape, most);
        var views = Classes(node, shape, demand, most).Select(ofClass => View(node, shape, demand, ofClass, most)).ToList();
        // Stock does not take back what pods of another class wait for.
        var isShort = views.Exists(view => view.Waiting > view.Free);
        foreach (var view in views)
        {
            Return(node, view.Class, isShort ? view.Waiting - view.Free : view.Missing);
        }

        views = [.. views.Select(view => View(node, shape, demand, view.Class, most))];
        var places = most - All(node).Count() - Births(node).Count();
        var plan = ExclusivePlanner.Plan(views, places);
        foreach (var (ofClass, count) in plan.Create)
        {
            for (var i = 0; i < count && Maker.Order(state, node, shape, new InterfaceOrder(use, ofClass, 1) { GoesWithInstance = !KeepsAddresses(state, ofClass) }) > 0; i++)
            {
            }
        }

        Clear(node, views, places);
        foreach (var ofClass in plan.Yield)
        {
            if (Free(node, ofClass).FirstOrDefault(eni => eni.Stage is InterfaceStage.Attached) is { } eni)
            {
                Retiring.Whole(eni);
            }
        }

        var unserved = views.Sum(view => Math.Max(0, view.Waiting - view.Free)) - plan.Create.Sum(entry => entry.Count);
        if (use == InterfaceUse.Exclusive && unserved > plan.Yield.Count)
        {
            Vacancy.Make(state, node);
        }
    }

    // What was refused is said until it is there, not as soon as it is asked for again; where there is no place, nothing is asked for.
    private void Clear(NodeRecord node, IReadOnlyList<ExclusiveView> views, int places)
    {
        node.Shortages.Keep(use, views.Select(view => view.Class));
        foreach (var view in views.Where(view => (view.Missing <= 0 || places <= 0) && !Births(node).Any(birth => birth.Class == view.Class)))
        {
            node.Shortages.Clear(use, view.Class);
        }
    }

    private bool KeepsAddresses(AllocationState state, string ofClass) =>
        use == InterfaceUse.Exclusive && state.Classes.GetValueOrDefault(ofClass)?.Spec.FixedAddress.Enabled == true;

    private IEnumerable<InterfaceRecord> All(NodeRecord node) => node.Interfaces.Where(eni => eni.Use == use);

    private IEnumerable<Birth> Births(NodeRecord node) => node.Births.Where(birth => birth.Use == use);

    private IEnumerable<InterfaceRecord> Free(NodeRecord node, string ofClass) =>
        All(node).Where(eni => eni is { IsGoing: false, IsContended: false, Reservation: null } && eni.Class == ofClass && node.Leases.On(eni.Id) == 0);

    private SortedSet<string> Classes(NodeRecord node, NodeShape shape, NodeDemand demand, int most)
    {
        var classes = new SortedSet<string>(demand.Classes(mode), StringComparer.Ordinal);
        classes.UnionWith(All(node).Select(eni => eni.Class));
        if (most > 0 && shape.Settings.SpareAttached > 0)
        {
            classes.Add("");
        }

        return classes;
    }

    private ExclusiveView View(NodeRecord node, NodeShape shape, NodeDemand demand, string ofClass, int most)
    {
        var free = Free(node, ofClass).Count() + Births(node).Count(birth => birth.Class == ofClass && birth.Reservation is null);
        return new ExclusiveView(ofClass, demand.Waiting(mode, ofClass), ofClass.Length == 0 && most > 0 ? shape.Settings.SpareAttached : 0, free);
    }

    // What was to go and is not acknowledged yet serves as well as a new one.
    private void Return(NodeRecord node, string ofClass, int missing)
    {
        foreach (var eni in All(node).Where(eni => eni is { Retiring: true, Doomed: false, IsBusy: false, Reservation: null, MakesWay: false } && eni.Class == ofClass).Take(Math.Max(0, missing)).ToList())
        {
            Recall.Whole(node, eni);
        }
    }

    // One that nobody has had for a while goes, but for the spare ones; at once where there are more than the node may have, as after
    // a restart that found one on its way.
    private void Idle(AllocationState state, NodeRecord node, NodeShape shape, int most)
    {
        var after = TimeSpan.FromSeconds(shape.Settings.ReclaimAfterSeconds);
        foreach (var eni in All(node))
        {
            eni.IdleSince = node.Leases.On(eni.Id) > 0 ? null : eni.IdleSince ?? state.Now;
        }

        var over = All(node).Count(eni => !eni.IsGoing) - most;
        var room = Math.Max(0, most - All(node).Count(eni => node.Leases.On(eni.Id) > 0));
        foreach (var group in All(node).GroupBy(eni => eni.Class).ToList())
        {
            var spare = group.Key.Length == 0 ? shape.Settings.SpareAttached : 0;
            foreach (var eni in Free(node, group.Key).Where(eni => eni.Stage == InterfaceStage.Attached).OrderByDescending(eni => eni.IdleSince).Skip(Math.Min(room, spare + Waiting(state, node, group.Key))).ToList())
            {
                if (over-- > 0 || eni.IdleSince + after <= state.Now)
                {
                    Retiring.Whole(eni);
                }
                else
                {
                    state.Due.Add(DueKind.Node, node.Name, eni.IdleSince!.Value + after);
                }
            }
        }
    }

    private int Waiting(AllocationState state, NodeRecord node, string ofClass) =>
        node.Pods.Values.Count(pod => pod.Mode == mode && pod.Class == ofClass && NodeDemand.IsWaiting(state, node, pod));
}
