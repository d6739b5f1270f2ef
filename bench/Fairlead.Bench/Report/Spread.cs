namespace Fairlead.Bench.Report;

/// <summary>Median of a number of measurements and how far they lie apart.</summary>
public sealed record Spread(double Median, double P10, double P90, int Count)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? new Spread(double.NaN, double.NaN, double.NaN, 0) : new Spread(At(sorted, 0.5), At(sorted, 0.1), At(sorted, 0.9), sorted.Count);
    }

    public static Spread OfMilliseconds(IEnumerable<TimeSpan> times) => Of(times.Select(time => time.TotalMilliseconds));

    private static double At(List<double> sorted, double share)
    {
        var place = share * (sorted.Count - 1);
        var below = (int)place;
        return sorted[below] + (place - below) * (sorted[Math.Min(below + 1, sorted.Count - 1)] - sorted[below]);
    }
}
