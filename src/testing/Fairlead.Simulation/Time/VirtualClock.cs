namespace Fairlead.Simulation.Time;

/// <summary>Virtual time for whoever reads a clock; it has no timers.</summary>
internal sealed class VirtualClock(VirtualTime time) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => time.Now;

    public override long GetTimestamp() => time.Now.UtcTicks;
}
