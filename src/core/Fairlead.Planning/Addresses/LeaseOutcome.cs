namespace Fairlead.Planning.Addresses;

/// <summary>What came of asking for addresses: exactly one of a lease, a wait, a reason, and none of them for an exhausted pool.</summary>
/// <param name="Lease">The addresses, of all families or of none.</param>
/// <param name="Wait">Addresses rest, and the first of them may be given after this time.</param>
public readonly record struct LeaseOutcome(PodLease? Lease, TimeSpan? Wait)
{
    private readonly string? _reason;

    private LeaseOutcome(string reason)
        : this(null, null) => _reason = reason;

    public static LeaseOutcome Exhausted => default;

    /// <summary>Why the pod cannot have the addresses that belong to its name: others would not do. Empty otherwise.</summary>
    public string Reason => _reason ?? "";

    public bool IsExhausted => Lease is null && Wait is null && Reason.Length == 0;

    public static LeaseOutcome Because(string reason) => new(reason);
}
