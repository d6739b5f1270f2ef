namespace Fairlead.Reconciliation;

/// <summary>A table of rows that are kept true in the world, of whatever type: what can be printed, counted and driven.</summary>
public abstract class ReconciledTable
{
    private protected ReconciledTable()
    {
    }

    public abstract string Name { get; }

    /// <summary>What was found otherwise than it was left.</summary>
    public abstract DriftCounters Drift { get; }

    /// <summary>All rows as text, in the order of their keys' text.</summary>
    public abstract IReadOnlyList<TableLine> Lines();

    /// <summary>Something may have changed in <paramref name="scope"/>: it is read again after <see cref="ReconcilerOptions.DirtyDelay"/>.</summary>
    public abstract void MarkDirty(Scope scope);

    internal abstract bool HasBeenRead { get; }

    /// <summary>Whether a row waits to be carried out for the first time.</summary>
    internal abstract bool HasPending(bool prune);

    /// <summary>Whether something wished in the scope waits for a removal to end: what stands on it must wait too.</summary>
    internal abstract bool HoldsUp(Scope scope);

    /// <summary>What carried the forgotten rows in some scopes is gone, and they with it.</summary>
    internal abstract void DropForgotten(Func<Scope, bool> isCarried);

    internal abstract void FinishRemovals(TimeSpan now);

    internal abstract void ReadFirst(TimeSpan now);

    /// <returns>True when something was read.</returns>
    internal abstract bool ReadNext(TimeSpan now);

    internal abstract void ApplyWished(TimeSpan now);

    internal abstract void ApplyRemovals(TimeSpan now, bool prune);

    /// <summary>When there is something to do, if nothing is written meanwhile.</summary>
    internal abstract TimeSpan NextDue(bool prune);
}
