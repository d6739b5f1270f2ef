using Fairlead.Vpc.Cloud;

namespace Fairlead.Simulation.Time;

/// <summary>Numbers that look random and follow from a seed (SplitMix64; Steele, Lea and Flood 2014).</summary>
public sealed class Chance(ulong seed)
{
    private ulong _state = seed * 0xd1342543de82ef95 + 0x2545f4914f6cdd1d;

    /// <summary>One of its own for something else: what it draws there changes nothing here.</summary>
    public Chance Fork() => new(Bits());

    public ulong Bits()
    {
        _state += 0x9e3779b97f4a7c15;
        var mixed = (_state ^ (_state >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    /// <returns>From 0 up to but not including 1.</returns>
    public double Share() => (Bits() >> 11) * (1.0 / (1UL << 53));

    public bool Holds(double probability) => probability > 0 && Share() < probability;

    /// <summary>From 0 up to but not including <paramref name="count"/>.</summary>
    public int Below(int count) => (int)(Bits() % (ulong)count);

    public int Between(int least, int most) => least + Below(most - least + 1);

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public TimeSpan Within(DelayRange range) => range.Shortest + ((range.Longest - range.Shortest) * Share());

    public TimeSpan Seconds(double shortest, double longest) => TimeSpan.FromSeconds(shortest + ((longest - shortest) * Share()));
}
