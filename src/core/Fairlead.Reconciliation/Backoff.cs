namespace Fairlead.Reconciliation;

/// <summary>How long a row that was refused waits before it is tried again.</summary>
internal static class Backoff
{
    /// <param name="attempts">Failures so far, 1 after the first.</param>
    public static TimeSpan After(int attempts, TimeSpan first, TimeSpan longest)
    {
        // 2^20 first steps are beyond any limit that makes sense, and the shift must not overflow.
        var wait = first * (1L << Math.Clamp(attempts - 1, 0, 20));
        return wait < longest ? wait : longest;
    }
}
