namespace Fairlead.Kubernetes.Tests.Store;

/// <summary>Time that stands still until it is set; timers run as ever.</summary>
internal sealed class SettableClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
