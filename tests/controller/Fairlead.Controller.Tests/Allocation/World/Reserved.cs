using Fairlead.Model.Addresses;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation.World;

/// <summary>Reservations as people write them.</summary>
internal static class Reserved
{
    public static AddressReservation Of(string pod, params InetAddress[] addresses) => new()
    {
        Metadata = new ObjectMeta { Namespace = "default", Name = pod },
        Spec = new AddressReservationSpec { Pod = pod, Addresses = addresses },
    };
}
