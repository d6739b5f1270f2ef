namespace Fairlead.Reconciliation;

/// <summary>Both sides of one key, and how far the one has become the other. Mutable; guarded by the reconciler's lock.</summary>
internal sealed class Row<TKey, TRow>(TKey key) : IRow
    where TKey : notnull
    where TRow : class, IEquatable<TRow>
{
    public TKey Key { get; } = key;

    public TRow? Desired { get; set; }

    /// <summary>As last read or written.</summary>
    public TRow? Actual { get; set; }

    /// <summary>Of the write that last changed the wish.</summary>
    public long Revision { get; set; }

    /// <summary>Revision of the last wish that the world came to be like.</summary>
    public long Settled { get; set; }

    /// <summary>Failures since the wish was last written.</summary>
    public int Attempts { get; set; }

    public WorldException? Error { get; set; }

    /// <summary>Position in the order of writes: a batch is carried out in the order in which it was written.</summary>
    public long Sequence { get; set; }

    /// <summary>Time since the start before which it is not tried again.</summary>
    public TimeSpan NotBefore { get; set; }

    /// <summary>Somebody asked for this removal, so it need not wait until every source has reported.</summary>
    public bool RemovalAsked { get; set; }

    public bool RemovalUnderWay { get; set; }

    /// <summary>It is to go with what carries it, without our doing.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>A change of it is with the target just now.</summary>
    public bool InFlight { get; set; }

    public bool IsBusy => InFlight || RemovalUnderWay;

    /// <summary>It was as wished once, so finding it otherwise is drift and not the start.</summary>
    public bool WasDone { get; set; }

    public bool Differs => Desired is null ? Actual is not null : !Desired.Equals(Actual);

    public bool IsWished => Desired is not null;

    public RowStatus Status =>
        RemovalUnderWay || IsForgotten ? RowStatus.Removing
        : Error is not null ? RowStatus.Error
        : Differs ? RowStatus.Pending
        : RowStatus.Done;
}

/// <summary>What a ticket must know of a row of any table.</summary>
internal interface IRow
{
    long Revision { get; }

    long Settled { get; }

    bool IsWished { get; }

    WorldException? Error { get; }
}
