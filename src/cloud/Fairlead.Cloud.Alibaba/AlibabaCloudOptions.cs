using Fairlead.Cloud.Alibaba.Calls;

namespace Fairlead.Cloud.Alibaba;

/// <summary>How the client behaves. The defaults are for the cloud.</summary>
public sealed record AlibabaCloudOptions
{
    public required string Region { get; init; }

    public required Endpoints Endpoints { get; init; }

    /// <summary>How long one request may take.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a call goes on with repetitions and waits: no request begins after that.</summary>
    public TimeSpan CallDeadline { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>The wait before the first repetition; each further one is twice as long, with jitter.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(300);

    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a wish for addresses waits for others that go in the same call.</summary>
    public TimeSpan BatchWindow { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Calls per second that each action begins at: the cloud's usual 500 a minute. What it can really do is learned.</summary>
    public double FirstPace { get; init; } = 500.0 / 60;

    /// <summary>How long a vSwitch that had too few addresses is not asked again; each further time it is twice as long.</summary>
    public TimeSpan FirstCircuit { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan LongestCircuit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets a record of each call when it is over. It must be quick and must not throw.</summary>
    public Action<CallRecord>? Observer { get; init; }
}
