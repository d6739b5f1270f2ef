namespace Fairlead.Reconciliation;

public enum RowStatus
{
    /// <summary>To be carried out.</summary>
    Pending,

    /// <summary>The world is as wished.</summary>
    Done,

    /// <summary>The world refused; it is tried again after the back-off.</summary>
    Error,

    /// <summary>The removal has begun and its end has not been heard of.</summary>
    Removing,
}
