namespace Fairlead.Reconciliation;

/// <summary>A row as readers see it: immutable.</summary>
/// <param name="Wanted">As the planner wants it, null for what is to go.</param>
/// <param name="Kernel">As it was last read or written, null for what is not there yet.</param>
/// <param name="Revision">Of the write that last changed the wish; 0 for what was only ever found.</param>
/// <param name="Attempts">Failures since then.</param>
public sealed record TableRow<TKey, TRow>(
    TKey Key, TRow? Wanted, TRow? Kernel, RowStatus Status, long Revision, int Attempts, string? Error)
    where TKey : notnull
    where TRow : class
{
    /// <summary>It was as wanted once: what it is not now has been done to it, or is only just being changed.</summary>
    public bool WasDone { get; init; }
}

/// <summary>A row of any table as text, in the columns in which tables are printed.</summary>
public sealed record TableLine(string Key, string Wanted, string Kernel, RowStatus Status, long Revision, string? Error)
{
    public static IReadOnlyList<string> Columns { get; } = ["key", "wanted", "kernel", "status", "revision", "error"];
}
