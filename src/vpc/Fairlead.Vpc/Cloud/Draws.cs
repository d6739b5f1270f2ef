namespace Fairlead.Vpc.Cloud;

/// <summary>Numbers that look random and are the same in every run with the same seed (SplitMix64; Steele, Lea and Flood 2014).</summary>
public sealed class Draws(ulong seed)
{
    private ulong _count;

    public TimeSpan Next(DelayRange range) => Within(range, Interlocked.Increment(ref _count));

    /// <returns>From 0 up to but not including 1.</returns>
    public double Share(ulong number) => (Mix(seed, number) >> 11) * (1.0 / (1UL << 53));

    public TimeSpan Within(DelayRange range, ulong number) => range.Shortest + (range.Longest - range.Shortest) * Share(number);

    private static ulong Mix(ulong seed, ulong number)
    {
        var mixed = seed + number * 0x9e3779b97f4a7c15;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }
}
