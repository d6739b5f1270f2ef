using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Fixed;

/// <summary>A reserved address of a node's slice: it is there and nowhere else.</summary>
internal static class SliceHome
{
    public static void Run(AllocationState state, ReservationRecord record, NodeRecord target, PodRecord pod)
    {
        if (record.Addresses.Count == 0)
        {
            // The pod takes any while its name has none; that one is its name's from then on.
            record.Addresses = [.. target.Leases.OfPod(pod.Pod.Metadata.Uid).Where(use => use.Interface.Length == 0).Select(use => use.Address).DistinctBy(address => address.IsV6)];
        }

        if (record.Addresses.Count == 0)
        {
            return;
        }

        var home = target.Slices.Any(Has) ? target : state.Nodes.Values.FirstOrDefault(node => node.Slices.Any(Has));
        Reservations.MoveHome(state, record, null, home);
        if (home is null)
        {
            ReservationPublisher.Say(state, record, false, "OutsideSlices", $"{ReservationPublisher.Text(record)} is in no node's slice");
        }
        else if (ReferenceEquals(home, target))
        {
            ReservationPublisher.Say(state, record, true, "Here", $"in the slice of node {home.Name}");
        }
        else
        {
            ReservationPublisher.Say(state, record, false, "OtherNode", $"{ReservationPublisher.Text(record)} is of the slice of node {home.Name}, and the pod is on node {target.Name}: in VPC-route mode an address stays on its node, let the pod run there or use a class of mode sharedEni");
        }

        bool Has(Model.Addresses.Cidr slice) => slice.Contains(record.Addresses[0]);
    }
}
