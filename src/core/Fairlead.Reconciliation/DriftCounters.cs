namespace Fairlead.Reconciliation;

/// <summary>What a table has been found to be otherwise than it was left, since the start.</summary>
/// <param name="Missing">Rows of ours that somebody removed.</param>
/// <param name="Altered">Rows of ours that somebody changed.</param>
/// <param name="Surplus">Rows that bear our mark and that nobody wishes; those found at the start are what an earlier run left.</param>
public readonly record struct DriftCounters(long Missing, long Altered, long Surplus)
{
    public long Total => Missing + Altered + Surplus;

    public static DriftCounters operator +(DriftCounters a, DriftCounters b) =>
        new(a.Missing + b.Missing, a.Altered + b.Altered, a.Surplus + b.Surplus);

    public override string ToString() => $"{Missing} missing, {Altered} altered, {Surplus} surplus";
}
