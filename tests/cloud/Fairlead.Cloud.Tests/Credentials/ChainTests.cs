using Fairlead.Cloud.Alibaba.Calls;
using Fairlead.Cloud.Alibaba.Credentials;
using Fairlead.Testing.Clocks;

namespace Fairlead.Cloud.Tests.Credentials;

public sealed class ChainTests
{
    private static readonly Dictionary<string, string> Both = new() { ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "LTAIenv", ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "envSecret", ["ALIBABA_CLOUD_SECURITY_TOKEN"] = "envToken" };

    [Fact]
    public async Task The_first_that_was_set_up_counts()
    {
        var chain = new CredentialChain(new KeyFileSource(null), new EnvironmentSource(name => Both.GetValueOrDefault(name)), new Broken());
        var credential = await chain.ReadAsync(default);
        Assert.Equal(("LTAIenv", "envSecret", "envToken", "environment"), (credential.AccessKeyId, credential.AccessKeySecret.Reveal(), credential.SecurityToken!.Reveal(), credential.Source));
    }

    [Fact]
    public async Task One_that_was_set_up_and_fails_is_not_passed_over()
    {
        var chain = new CredentialChain(new KeyFileSource(null), new EnvironmentSource(name => name.EndsWith("ID") ? "LTAIenv" : null), new Broken());
        var error = await Assert.ThrowsAsync<CredentialSourceException>(() => chain.ReadAsync(default));
        Assert.Equal("no credentials; asked in this order: key files: no folder is named; environment: ALIBABA_CLOUD_ACCESS_KEY_ID is set, ALIBABA_CLOUD_ACCESS_KEY_SECRET is not", error.Message);
    }

    [Fact]
    public async Task Fresh_ones_are_fetched_ahead_by_one_flight_while_the_old_ones_serve()
    {
        var clock = new ManualClock();
        var source = new Expiring(clock, TimeSpan.FromHours(1));
        using var store = new CredentialStore(source, new ServerClock(clock), clock);
        var first = await store.GetAsync(default);
        clock.Advance(TimeSpan.FromMinutes(49));
        Assert.Same(first, await store.GetAsync(default));
        Assert.Equal(1, source.Reads);

        clock.Advance(TimeSpan.FromMinutes(2));
        source.Hold = new TaskCompletionSource();
        var served = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => store.GetAsync(default)));
        Assert.All(served, credential => Assert.Same(first, credential));
        await Eventually(() => source.Reads == 2);
        source.Hold.SetResult();
        await Eventually(() => store.GetAsync(default).Result.AccessKeyId == "STS.2");
        Assert.Equal(2, source.Reads);
    }

    [Fact]
    public async Task A_refresh_that_fails_leaves_the_old_ones_until_they_end()
    {
        var clock = new ManualClock();
        var source = new Expiring(clock, TimeSpan.FromHours(1));
        using var store = new CredentialStore(source, new ServerClock(clock), clock);
        var first = await store.GetAsync(default);
        source.Fails = true;
        clock.Advance(TimeSpan.FromMinutes(55));
        Assert.Same(first, await store.GetAsync(default));
        await Eventually(() => source.Reads == 2);
        clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Same(first, await store.GetAsync(default));
        clock.Advance(TimeSpan.FromMinutes(1));
        var error = await Assert.ThrowsAsync<CredentialSourceException>(() => store.GetAsync(default));
        Assert.Equal("down", error.Message);
        source.Fails = false;
        Assert.NotSame(first, await store.GetAsync(default));
    }

    [Fact]
    public async Task All_who_wait_for_the_first_ones_share_one_flight()
    {
        var source = new Expiring(TimeProvider.System, TimeSpan.FromHours(1)) { Hold = new TaskCompletionSource() };
        using var store = new CredentialStore(source, new ServerClock(TimeProvider.System), TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 50).Select(_ => store.GetAsync(default)).ToArray();
        var leaving = store.GetAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        source.Hold.SetResult();
        Assert.Single((await Task.WhenAll(waiting)).Distinct());
        Assert.Equal(1, source.Reads);
    }

    [Fact]
    public async Task Keys_without_an_end_are_looked_at_again()
    {
        var clock = new ManualClock();
        var variables = new Dictionary<string, string>(Both);
        using var store = new CredentialStore(new EnvironmentSource(name => variables.GetValueOrDefault(name)), new ServerClock(clock), clock);
        Assert.Equal("LTAIenv", (await store.GetAsync(default)).AccessKeyId);
        variables["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "LTAIchanged";
        clock.Advance(CredentialStore.Recheck);
        await Eventually(() => store.GetAsync(default).Result.AccessKeyId == "LTAIchanged");
    }

    private static async Task Eventually(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.True(tries < 500, "it did not come about within 5 s");
            await Task.Delay(10);
        }
    }

    private sealed class Broken : ICredentialSource
    {
        public string Name => "broken";

        public Task<Credential> ReadAsync(CancellationToken cancel) => throw new InvalidOperationException("nobody should ask");
    }

    private sealed class Expiring(TimeProvider clock, TimeSpan life) : ICredentialSource
    {
        private int _reads;

        public string Name => "expiring";

        public int Reads => Volatile.Read(ref _reads);

        public bool Fails { get; set; }

        public TaskCompletionSource? Hold { get; set; }

        public async Task<Credential> ReadAsync(CancellationToken cancel)
        {
            var read = Interlocked.Increment(ref _reads);
            await (Hold?.Task ?? Task.CompletedTask);
            return Fails ? throw new CredentialSourceException("down", isUnused: false) : new Credential($"STS.{read}", new Secret("s"), new Secret("t"), clock.GetUtcNow() + life, Name);
        }
    }
}
