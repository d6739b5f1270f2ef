namespace Fairlead.Kubernetes.Store.Objects;

/// <summary>One change of one object.</summary>
/// <param name="Before">Null where it is new.</param>
/// <param name="After">As it is now; where it is gone, as it was last, with the version of its end.</param>
internal sealed record StoreEvent(StoredObject? Before, StoredObject After)
{
    public bool IsGone => After.IsGone;

    public long Version => After.Version;
}
