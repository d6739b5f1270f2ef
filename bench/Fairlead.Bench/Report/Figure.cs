using System.Globalization;

namespace Fairlead.Bench.Report;

public enum Bound
{
    None,
    AtMost,
    AtLeast,
}

/// <summary>One row of the result.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">Fairlead's, in <paramref name="Unit"/>.</param>
/// <param name="Peer">The same of the peer; null where there is none.</param>
/// <param name="Judged">The number that is held against the limit: a ratio mostly; null where nothing is judged.</param>
public sealed record Figure(string Name, Spread Value, string Unit, Spread? Peer = null, double? Judged = null, Bound Bound = Bound.None, double Limit = 0)
{
    /// <summary>A remark that the number needs to be understood.</summary>
    public string Note { get; init; } = "";

    public bool? IsMet => Judged is not { } judged || Bound == Bound.None ? null : Bound == Bound.AtMost ? judged <= Limit : judged >= Limit;

    /// <summary>A figure in times the peer's.</summary>
    public static Figure Ratio(string name, Spread own, Spread peer, string unit, Bound bound, double limit) =>
        new(name, own, unit, peer, own.Median / peer.Median, bound, limit);

    /// <summary>A figure that is judged by itself.</summary>
    public static Figure Plain(string name, double value, string unit, Bound bound = Bound.None, double limit = 0) =>
        new(name, new Spread(value, value, value, 1), unit, null, value, bound, limit);

    public static string Number(double value) => value switch
    {
        double.NaN => "-",
        >= 1000 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
