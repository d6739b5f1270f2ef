namespace Fairlead.Vpc.OpenApi.Tests;

/// <summary>A clock that stands still where it is put.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
