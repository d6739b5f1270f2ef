using Fairlead.Vpc.Cloud;

namespace Fairlead.Simulation.Clouds;

/// <summary>What goes wrong with the cloud, as shares of the calls.</summary>
public sealed record CloudTroubles
{
    public static CloudTroubles None { get; } = new();

    /// <summary>Refused with one of the codes that pass: throttled, internal error, unavailable, conflict.</summary>
    public double Refused { get; init; }

    /// <summary>The call never arrives.</summary>
    public double LostBefore { get; init; }

    /// <summary>It is done, and nobody hears of it.</summary>
    public double LostAfter { get; init; }

    /// <summary>How far descriptions are behind.</summary>
    public DelayRange Lag { get; init; }

    /// <summary>Calls that fail in one way or another.</summary>
    public static CloudTroubles Share(double share) => new() { Refused = share * 0.6, LostBefore = share * 0.2, LostAfter = share * 0.2 };
}
