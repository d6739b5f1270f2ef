using Fairlead.Testing.Clocks;
using Fairlead.Testing.Cloud;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Cloud.Tests.Contract;

/// <summary>The fake, on a clock that only the test moves.</summary>
public sealed class FakeWorld : CloudWorld
{
    private readonly ManualClock _clock;

    public FakeWorld(CloudSettings settings)
        : this(new ManualClock(), settings)
    {
    }

    private FakeWorld(ManualClock clock, CloudSettings settings)
        : base(clock, settings)
    {
        _clock = clock;
        Cloud = new FakeCloud(Gate, CloudSeed.Region);
    }

    public override ICloudNetwork Cloud { get; }

    public override Task PassAsync()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(50));
        return Task.CompletedTask;
    }
}
