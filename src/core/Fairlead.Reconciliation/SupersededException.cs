namespace Fairlead.Reconciliation;

/// <summary>Somebody wished the opposite while a writer waited for its row: a pod was deleted in the middle of its ADD.</summary>
public sealed class SupersededException(long revision, long later)
    : Exception($"the row written at revision {revision} was turned round at revision {later}")
{
    public long Revision { get; } = revision;

    public long LaterRevision { get; } = later;
}
