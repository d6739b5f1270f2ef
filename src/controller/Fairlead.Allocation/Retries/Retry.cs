using Fairlead.Allocation.Naming;

namespace Fairlead.Allocation.Retries;

/// <summary>When something that failed is tried again: twice as long after each failure, half of it by chance, the chance from a seed.</summary>
internal sealed class Retry
{
    public int Attempts { get; private set; }

    public DateTimeOffset NotBefore { get; private set; } = DateTimeOffset.MinValue;

    public bool MayTry(DateTimeOffset now) => now >= NotBefore;

    public void Failed(AllocatorOptions options, string what, DateTimeOffset now)
    {
        Attempts++;
        NotBefore = now + After(options, what, Attempts);
    }

    public void Succeeded()
    {
        Attempts = 0;
        NotBefore = DateTimeOffset.MinValue;
    }

    /// <param name="attempts">Failures so far, 1 after the first.</param>
    public static TimeSpan After(AllocatorOptions options, string what, int attempts)
    {
        // 2^20 first steps are beyond any limit that makes sense, and the shift must not overflow.
        var whole = options.FirstRetry * (1L << Math.Clamp(attempts - 1, 0, 20));
        whole = whole < options.LongestRetry ? whole : options.LongestRetry;
        var chance = (StableHash.Of(options.Seed, what, attempts) >> 11) * (1.0 / (1UL << 53));
        return whole * (0.5 + (chance / 2));
    }
}
