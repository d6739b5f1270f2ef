namespace Fairlead.Agent.Tests.Cluster;

/// <summary>The machine's time, and so much more as the test says has passed.</summary>
internal sealed class LeapClock : TimeProvider
{
    private long _ahead;

    public void Leap(TimeSpan time) => Interlocked.Add(ref _ahead, (long)(time.TotalSeconds * TimestampFrequency));

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _ahead);
}
