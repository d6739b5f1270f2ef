namespace Fairlead.Cni.Tests.Plugin;

/// <summary>An agent that takes the call and says nothing. A class of its own: the waits go on beside other tests.</summary>
public sealed class HungAgentTests : IDisposable
{
    private readonly PluginCall _call = new();

    [Fact]
    public async Task A_hung_agent_is_given_up_in_bounded_time()
    {
        using var agent = FakeAgent.Hung(_call.Socket);
        var run = await _call.Run("DEL");
        Assert.Equal(0, run.Status);
        Assert.True(run.Took < TimeSpan.FromSeconds(60), $"took {run.Took}");
        Assert.Single(_call.Deletions());
    }

    [Fact]
    public async Task A_hung_agent_holds_nobody_who_asks_for_the_state()
    {
        using var agent = FakeAgent.Hung(_call.Socket);
        var run = await _call.Run("STATUS");
        Assert.Equal(50, run.Code);
        Assert.True(run.Took < TimeSpan.FromSeconds(15), $"took {run.Took}: runtimes ask every few seconds, and wait");
    }

    public void Dispose() => _call.Dispose();
}
