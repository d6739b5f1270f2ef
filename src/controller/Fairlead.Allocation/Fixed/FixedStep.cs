using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Nodes;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Fixed;

/// <summary>Brings reserved addresses to where their pods are, and keeps them for pods that come again.</summary>
internal static class FixedStep
{
    public static void Run(AllocationState state, NodeRecord node, NodeShape shape)
    {
        foreach (var eni in node.Interfaces)
        {
            Homes.Settle(state, eni);
        }

        foreach (var pod in node.Pods.Values.Where(pod => !pod.IsOver && IsSets(pod)).ToList())
        {
            Reserve(state, shape, pod);
        }

        foreach (var record in node.Reservations.ToList())
        {
            One(state, record);
        }

        Entries(state, node);
    }

    /// <summary>What the agent is to be told.</summary>
    public static void Entries(AllocationState state, NodeRecord node)
    {
        node.FixedAddresses.Clear();
        var parts = Parts(state, node);
        foreach (var record in node.Reservations.Union(parts).OrderBy(record => record.Key, StringComparer.Ordinal))
        {
            if (record.Addresses.Count > 0 ? IsKept(record, node) || IsAwaited(record, node) || parts.Contains(record) : TakesAny(state, record, node))
            {
                node.FixedAddresses.Add(ReservationPublisher.Entry(record, node));
            }
        }
    }

    /// <summary>One that neither a pod nor an address ties to a node: else, a node's turn is its own.</summary>
    public static void Loose(AllocationState state, ReservationRecord record)
    {
        if (record.IsLoose)
        {
            One(state, record);
        }
    }

    /// <summary>Where the addresses are, where they are to be, and what is said of it.</summary>
    public static void One(AllocationState state, ReservationRecord record)
    {
        if (!state.IsReady || !ReferenceEquals(state.Reservations.GetValueOrDefault(record.Key), record))
        {
            return;
        }

        Check(state, record);
        if (!ReferenceEquals(record.HomeNode, record.Target))
        {
            // Whether or not there is a place for it where its pod is: two whose pods change places wait for each other else.
            Vacancy.Leave(state, record);
        }

        if (record.Target is { } target && state.Pods.TryGetValue(record.PodKey, out var pod))
        {
            record.UnusedSince = null;
            Place(state, record, target, pod);
        }
        else
        {
            Expiry.Run(state, record);
        }

        ReservationPublisher.Run(state, record);
    }

    private static void Place(AllocationState state, ReservationRecord record, NodeRecord target, PodRecord pod)
    {
        if (target is not { Node: not null, Instance: not null, Shape: { } shape })
        {
            return;
        }

        PodModes.Choose(state, shape, pod);
        if (record.Home is { IsAstray: true } home)
        {
            Elsewhere(state, record, home);
            return;
        }

        switch (pod.Mode)
        {
            case PodNetworkMode.SharedEni:
                SharedHome.Run(state, record, target, shape, pod);
                break;
            case PodNetworkMode.ExclusiveEni:
                ExclusiveHome.Run(state, record, target, shape, pod);
                break;
            case PodNetworkMode.VpcRoute:
                SliceHome.Run(state, record, target, pod);
                break;
            case PodNetworkMode.MemberEni:
                ReservationPublisher.Say(state, record, false, "NotForMembers", "member ENIs have no fixed addresses: use a class of mode exclusiveEni or sharedEni");
                break;
        }
    }

    // What people wrote is waited for; for a name that has any address, another does.
    private static void Elsewhere(AllocationState state, ReservationRecord record, InterfaceRecord home)
    {
        var where = $"{ReservationPublisher.Text(record)} is on ENI {home.Id}, which somebody put on instance {home.Instance}";
        if (record.Resource.Spec.Addresses.Count == 0)
        {
            Reservations.GiveUp(state, record, $"{where}: the pod gets another address");
        }
        else
        {
            ReservationPublisher.Say(state, record, false, "InterfaceElsewhere", $"{where}: it is left there, detach it and the pod gets its address");
        }
    }

    // The ENI may have gone, or lost the address; the slice may be another node's.
    private static void Check(AllocationState state, ReservationRecord record)
    {
        var isLost = record.Home is { } home
            ? !state.Interfaces.ContainsKey(home.Id) || !Homes.Has(record, home)
            : record.HomeNode is { } node && !ReferenceEquals(SliceHome.Find(state, record), node);
        if (isLost)
        {
            Reservations.MoveHome(state, record, null, null);
            state.Mark(record.Target);
        }
        else if (record.Home is { } eni && !ReferenceEquals(Homes.NodeOf(eni), record.HomeNode))
        {
            Reservations.MoveHome(state, record, eni, Homes.NodeOf(eni));
            state.Mark(record.Target);
        }
    }

    // Of two families, the address of one may have come by chance to an ENI here.
    private static HashSet<ReservationRecord> Parts(AllocationState state, NodeRecord node) =>
    [
        .. node.Interfaces.SelectMany(eni => eni.Ranges).Where(range => range is { Reserved: true, Retiring: false, Reservation: not null })
            .Select(range => state.Reservations.GetValueOrDefault(range.Reservation!)).OfType<ReservationRecord>(),
    ];

    private static bool IsSets(PodRecord pod) => pod.Pod.Metadata.OwnerReferences.Any(owner => owner is { Kind: "StatefulSet" });

    private static void Reserve(AllocationState state, NodeShape shape, PodRecord pod)
    {
        PodModes.Choose(state, shape, pod);
        if (pod.Mode is null || state.ReservationsByPod.ContainsKey(pod.Key) || state.Classes.GetValueOrDefault(pod.Class)?.Spec.FixedAddress is not { Enabled: true } policy)
        {
            return;
        }

        // People may have given the pod's name to a reservation for another pod.
        var name = pod.Pod.Metadata.Name + (state.Reservations.ContainsKey(pod.Key) ? "-address" : "");
        if (!state.Asked.Add("reservation " + PodRecord.KeyOf(pod.Pod.Metadata.Namespace, name)))
        {
            return;
        }

        state.Do(new CreateReservation(new AddressReservation
        {
            Metadata = new ObjectMeta
            {
                Namespace = pod.Pod.Metadata.Namespace,
                Name = name,
                Labels = new Dictionary<string, string> { [ReservationRecord.MadeByLabel] = "controller" },
            },
            Spec = new AddressReservationSpec { Pod = pod.Pod.Metadata.Name, ReleaseAfterSeconds = policy.ReleaseAfterSeconds },
        }));
    }

    // From others, whether or not the pod is there; of a slice, an address goes nowhere else.
    private static bool IsKept(ReservationRecord record, NodeRecord node) =>
        ReferenceEquals(record.HomeNode, node) && (record.Home is null || record.Target is null || ReferenceEquals(record.Target, node));

    // An address of a slice is chosen by the agent, which alone knows what rests.
    private static bool TakesAny(AllocationState state, ReservationRecord record, NodeRecord node) =>
        ReferenceEquals(record.Target, node) && state.Pods.GetValueOrDefault(record.PodKey) is { Mode: PodNetworkMode.VpcRoute };

    // The pod is here, and the address is on its way.
    private static bool IsAwaited(ReservationRecord record, NodeRecord node) =>
        ReferenceEquals(record.Target, node) && (record.HomeNode is null || record.Home is not null);
}
