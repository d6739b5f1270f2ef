namespace Fairlead.Planning.Addresses;

/// <summary>What came of asking for addresses: exactly one of a lease, a wait, and neither for an exhausted pool.</summary>
/// <param name="Lease">The addresses, of all families or of none.</param>
/// <param name="Wait">Addresses rest, and the first of them may be given after this time.</param>
public readonly record struct LeaseOutcome(PodLease? Lease, TimeSpan? Wait)
{
    public static LeaseOutcome Exhausted => default;

    public bool IsExhausted => Lease is null && Wait is null;
}
