using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;

namespace Fairlead.Planning.Enis;

/// <summary>Who asks for an address of a shared ENI.</summary>
/// <param name="Class">Name of the pod's class: only ENIs of that class serve it. Empty for none.</param>
/// <param name="AwaitsFixed">Whether it may take only what <see cref="FixedOffer"/> says, and must wait until that is said.</param>
public sealed record EniRequest(AttachmentId Owner, string PodUid, string Namespace, string Pod, string Class, bool AwaitsFixed);

/// <summary>What one attachment has: addresses of one ENI.</summary>
public sealed record EniLease(PodEni Eni, string Namespace, string Pod, AddressLease? V4, AddressLease? V6)
{
    public IEnumerable<AddressLease> Addresses => new[] { V4, V6 }.OfType<AddressLease>();
}

/// <summary>What came of asking: a lease, a wait until something has rested, or only a reason.</summary>
/// <param name="Wait">Addresses rest, and the first of them may be given after this time.</param>
/// <param name="Reason">Why there is nothing.</param>
public readonly record struct EniOutcome(EniLease? Lease, TimeSpan? Wait, string Reason);

/// <summary>What was to go and that nobody has any more.</summary>
/// <param name="Range">Null for the whole ENI.</param>
public sealed record RetiredOffer(string Eni, Model.Addresses.Cidr? Range, long Generation);
