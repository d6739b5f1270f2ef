namespace Fairlead.Controller.Office;

/// <summary>What time it is, by a clock that never jumps: the wall's time when it was made, and what has passed since.</summary>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _begun = time.GetTimestamp();

    public DateTimeOffset Now => _start + time.GetElapsedTime(_begun);
}
