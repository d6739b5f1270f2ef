using Fairlead.Model.Problems;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Resources.Validation;

/// <summary>
/// What the schema of a kind cannot say: whether its fields make sense together, with what they were before, and with other objects. What
/// only the cloud can know, that a vSwitch is of another VPC for instance, becomes a condition of the object instead.
/// </summary>
public static class ResourceValidation
{
    /// <param name="written">As it is to be kept, whole.</param>
    /// <param name="before">As it was; null for a new one.</param>
    /// <param name="others">What else there is of ClusterNetworks, PodNetworkClasses, AddressReservations and NodeNetworks.</param>
    /// <returns>All that is wrong, by field; nothing of kinds that are not ours.</returns>
    public static IReadOnlyList<Problem> Problems(IResource written, IResource? before, IReadOnlyList<IResource> others)
    {
        var found = new ProblemList();
        switch (written)
        {
            case ClusterNetwork network:
                ClusterNetworkRules.Check(network, before as ClusterNetwork, [.. others.OfType<NodeNetwork>()], found);
                break;
            case PodNetworkClass item:
                ClassRules.Check(item.Spec, found);
                break;
            case AddressReservation reservation:
                ReservationRules.Check(reservation, others, found);
                break;
            case NodeNetwork network:
                NodeNetworkRules.Check(network.Spec, (before as NodeNetwork)?.Spec, found);
                break;
        }

        return found.All;
    }
}
