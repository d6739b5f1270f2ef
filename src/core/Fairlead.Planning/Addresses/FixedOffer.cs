using Fairlead.Model.Addresses;

namespace Fairlead.Planning.Addresses;

/// <summary>Addresses that only the pod of this name may have; none for a pod that may take any, the first time that it comes.</summary>
public sealed record FixedOffer(string Namespace, string Pod, IReadOnlyList<InetAddress> Addresses)
{
    /// <summary>The first one of the family; null where the pod may have any of it.</summary>
    public InetAddress? Of(bool v6)
    {
        foreach (var address in Addresses)
        {
            if (address.IsV6 == v6)
            {
                return address;
            }
        }

        return null;
    }
}
