namespace Fairlead.Simulation.Plans;

/// <summary>How a plug-in fills a node with addresses that does one thing after the other.</summary>
public sealed record StepwiseRules
{
    /// <summary>
    /// Terway's controller, as its sources have it: a node is looked at once a second at most, one operation on ENIs is under way at a
    /// time, ten addresses are asked for at once, and an ENI that is being attached is looked at after 3 s, then after 3 s more, each
    /// further wait half as long again, with a jitter of a half.
    /// </summary>
    public static StepwiseRules Terway { get; } = new();

    /// <summary>
    /// AWS's ipamd with WARM_ENI_TARGET=1: every five seconds one ENI with all the addresses that it can bear, if fewer than those of an
    /// ENI are free; an ENI that is being attached is looked at every second.
    /// </summary>
    public static StepwiseRules WarmEni { get; } = new()
    {
        Batch = int.MaxValue,
        SpareInterface = true,
        Every = TimeSpan.FromSeconds(5),
        FirstLook = TimeSpan.FromSeconds(1),
        NextLook = TimeSpan.FromSeconds(1),
        Growth = 1,
        Jitter = 0,
    };

    /// <summary>Addresses of one call at most; an ENI's own number where that is less.</summary>
    public int Batch { get; init; } = 10;

    /// <summary>One ENI's worth of addresses is kept free.</summary>
    public bool SpareInterface { get; init; }

    /// <summary>The least time from one look at a node to the next.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan FirstLook { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan NextLook { get; init; } = TimeSpan.FromSeconds(3);

    public double Growth { get; init; } = 1.5;

    /// <summary>Share of a wait that is added at random.</summary>
    public double Jitter { get; init; } = 0.5;
}
