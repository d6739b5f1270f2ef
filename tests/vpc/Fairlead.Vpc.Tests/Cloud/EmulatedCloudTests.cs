using Fairlead.Testing.Clocks;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Journal;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Cloud;

public sealed class EmulatedCloudTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void What_is_due_happens_on_time_and_is_told_without_being_asked()
    {
        using var cloud = new EmulatedCloud(SmallCloud.State(CloudSettings.Immediate with { Attach = DelayRange.Seconds(3, 3) }), _clock);
        var eni = cloud.Created(SmallCloud.Create());
        cloud.Call(SmallCloud.Attach(eni));
        var heard = new List<(DateTimeOffset At, InterfaceStatus Status)>();
        cloud.Changed += state => heard.Add((_clock.GetUtcNow(), state.Interfaces[eni].Status));
        var began = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Empty(heard);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([(began.AddSeconds(3), InterfaceStatus.InUse)], heard);
    }

    [Fact]
    public void Descriptions_are_behind_and_lose_nothing()
    {
        using var cloud = new EmulatedCloud(SmallCloud.State(CloudSettings.Immediate with { DescribeLag = DelayRange.Seconds(2, 2) }), _clock);
        _clock.Advance(TimeSpan.FromSeconds(5));
        var eni = cloud.Created(SmallCloud.Create());
        Assert.Null(cloud.Described(eni));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(cloud.Call(SmallCloud.Assign(eni, 3)).Error);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(cloud.Described(eni)!.Addresses);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(4, cloud.Described(eni)!.Addresses.Length);
    }

    [Fact]
    public void A_state_of_the_past_is_one_of_its_own_time()
    {
        using var cloud = new EmulatedCloud(SmallCloud.State(CloudSettings.Immediate with { Attach = DelayRange.Seconds(3, 3), DescribeLag = DelayRange.Seconds(2, 2) }), _clock);
        var eni = cloud.Created(SmallCloud.Create());
        cloud.Call(SmallCloud.Attach(eni));
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(InterfaceStatus.Attaching, cloud.Described(eni)!.Status);
        Assert.Equal(InterfaceStatus.InUse, cloud.State.Interfaces[eni].Status);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(InterfaceStatus.InUse, cloud.Described(eni)!.Status);
    }

    [Fact]
    public void The_metadata_service_is_behind_the_api()
    {
        using var cloud = new EmulatedCloud(SmallCloud.State(CloudSettings.Immediate with { MetadataLag = DelayRange.Seconds(1, 1) }), _clock);
        _clock.Advance(TimeSpan.FromSeconds(5));
        var eni = cloud.Created(SmallCloud.Create());
        Assert.NotNull(cloud.Described(eni));
        Assert.False(cloud.SeenByMetadata().Interfaces.ContainsKey(eni));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(cloud.SeenByMetadata().Interfaces.ContainsKey(eni));
    }

    [Fact]
    public void A_world_that_takes_anothers_place_has_no_past()
    {
        var settings = CloudSettings.Immediate with { DescribeLag = DelayRange.Seconds(2, 2), MetadataLag = DelayRange.Seconds(2, 2) };
        using var cloud = new EmulatedCloud(CloudState.Empty with { Settings = settings }, _clock);
        _clock.Advance(TimeSpan.FromSeconds(5));
        cloud.Replace(SmallCloud.State(settings));
        Assert.True(cloud.SeenByMetadata().Instances.ContainsKey("i-node-1"));
        Assert.NotNull(cloud.Described("eni-node-1"));
    }

    [Fact]
    public void Changes_are_told_in_their_order_and_refused_ones_not_at_all()
    {
        using var cloud = new EmulatedCloud(SmallCloud.State(), _clock);
        var counts = new List<int>();
        cloud.Changed += state => counts.Add(state.Interfaces.Count);
        cloud.Created(SmallCloud.Create());
        cloud.Created(SmallCloud.Create(token: "once"));
        cloud.Created(SmallCloud.Create(token: "once"));
        Assert.NotNull(cloud.Call(SmallCloud.Attach("eni-none")).Error);
        Assert.Equal([3, 4], counts);
    }

    [Fact]
    public void Callers_at_once_are_served_one_after_the_other()
    {
        using var cloud = new EmulatedCloud(SmallCloud.State(), TimeProvider.System);
        Parallel.For(0, 200, _ => cloud.Created(SmallCloud.Create()));
        var addresses = cloud.State.Interfaces.Values.SelectMany(eni => eni.Addresses).ToList();
        Assert.Equal(202, cloud.State.Interfaces.Count);
        Assert.Equal(addresses.Count, addresses.Distinct().Count());
    }

    [Fact]
    public void What_cannot_be_kept_has_not_happened()
    {
        using var cloud = new EmulatedCloud(SmallCloud.State(), _clock, new FullDisk());
        var before = cloud.State;
        var told = 0;
        cloud.Changed += _ => told++;
        var (reply, error) = cloud.Call(SmallCloud.Create());
        Assert.Null(reply);
        Assert.Equal(("ServiceUnavailable", 503), (error!.Code, error.Status));
        Assert.Contains("the disk is full", error.Message, StringComparison.Ordinal);
        Assert.Same(before, cloud.State);
        Assert.Equal(0, told);
    }

    [Fact]
    public async Task Callers_who_wait_for_the_disk_wait_for_it_together()
    {
        using var disk = new SlowDisk();
        using var cloud = new EmulatedCloud(SmallCloud.State(), TimeProvider.System, disk);
        var first = Task.Run(() => cloud.Created(SmallCloud.Create()));
        Assert.True(disk.Began.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        var others = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(() => cloud.Created(SmallCloud.Create()), TaskCreationOptions.LongRunning)).ToList();
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Equal(2, cloud.State.Interfaces.Count);
        disk.Go.Set();
        await Task.WhenAll([first, .. others]).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(9, others.Select(made => made.Result).Append(await first).Distinct().Count());
        Assert.Equal(9, disk.Sizes.Sum());
        Assert.True(disk.Sizes.Count < 9, string.Join(' ', disk.Sizes));
    }

    private sealed record UnknownChange : CloudChange;

    [Fact]
    public void A_bug_is_its_callers_and_the_next_call_is_served()
    {
        using var cloud = new EmulatedCloud(SmallCloud.State(), _clock);
        Assert.ThrowsAny<Exception>(() => cloud.Call(new UnknownChange { RegionId = CloudSeed.Region }));
        Assert.NotEmpty(cloud.Created(SmallCloud.Create()));
    }

    [Fact]
    public void A_clock_that_is_set_back_stands_still()
    {
        using var cloud = new EmulatedCloud(SmallCloud.State(), _clock, null, _clock.GetUtcNow().AddMinutes(5));
        var eni = cloud.Created(SmallCloud.Create());
        Assert.Equal(_clock.GetUtcNow().AddMinutes(5), cloud.State.Interfaces[eni].Created);
    }

    private sealed class SlowDisk : ICloudJournal, IDisposable
    {
        public ManualResetEventSlim Began { get; } = new();

        public ManualResetEventSlim Go { get; } = new();

        public List<int> Sizes { get; } = [];

        public void Write(IReadOnlyList<JournalLine> lines, CloudState next)
        {
            Sizes.Add(lines.Count);
            Began.Set();
            Go.Wait(TimeSpan.FromMinutes(1));
        }

        public void Dispose()
        {
            Began.Dispose();
            Go.Dispose();
        }
    }

    private sealed class FullDisk : ICloudJournal
    {
        public void Write(IReadOnlyList<JournalLine> lines, CloudState next) => throw new JournalException("the disk is full");
    }
}
