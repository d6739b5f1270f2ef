namespace Fairlead.Vpc.Cloud;

/// <summary>An ENI in a passing status becomes what it is on the way to.</summary>
public sealed record PendingChange(DateTimeOffset At, string Interface) : IComparable<PendingChange>
{
    public int CompareTo(PendingChange? other)
    {
        var byTime = other is null ? 1 : At.CompareTo(other.At);
        return byTime != 0 ? byTime : string.CompareOrdinal(Interface, other!.Interface);
    }
}
