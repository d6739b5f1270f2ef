using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;

namespace Fairlead.Planning.Addresses;

/// <summary>One address and who has it.</summary>
/// <param name="PodUid">Empty where the runtime told none.</param>
/// <param name="Generation">Grows with every lease of the pool, across restarts too: who holds an older one holds nothing.</param>
public sealed record AddressLease(InetAddress Address, AttachmentId Owner, string PodUid, ulong Generation);

/// <summary>What one attachment has: an address of each family that the pool serves.</summary>
public sealed record PodLease(AddressLease? V4, AddressLease? V6)
{
    public IEnumerable<AddressLease> Leases => new[] { V4, V6 }.OfType<AddressLease>();
}
