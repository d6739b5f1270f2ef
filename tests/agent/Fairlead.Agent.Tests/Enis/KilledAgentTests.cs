using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;

namespace Fairlead.Agent.Tests.Enis;

/// <summary>SIGKILL while a pod gets an ENI.</summary>
public sealed class KilledAgentTests : IDisposable
{
    private readonly EniNode _world = new(storeInNode: true);

    private TestNode Node => _world.Node;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Wherever_an_agent_is_killed_the_eni_is_in_one_place_and_comes_home()
    {
        _world.Offer([.. new[] { 1, 2 }.Select(_world.Plug)]);
        var random = new Random(20261126);
        for (var kill = 0; kill < 4; kill++)
        {
            using var agent = new AgentProcess(Node).Ready();
            _world.WaitFor(() => _world.IsClean(1) && _world.IsClean(2), "the ENIs being clean");
            using var pod = new TestPod($"k{kill}");
            var call = CniCall.Of("ADD", pod);
            var adding = Task.Run(() => Attempt(call), TestContext.Current.CancellationToken);
            // An ADD takes 20 to 40 ms: before, amid and after it.
            Thread.Sleep(random.Next(0, 60));
            agent.Kill();
            await adding;
            using var next = new AgentProcess(Node).Ready();
            Node.Straight(call with { Command = "DEL" }).Succeeded();
            _world.WaitFor(() => _world.IsClean(1) && _world.IsClean(2), $"the ENIs being home after kill {kill}");
            Assert.False(NodeWorld.HasLink(pod.Netns, "eth0"));
            next.Kill();
        }
    }

    // The agent may be gone before it has said anything.
    private void Attempt(CniCall call)
    {
        try
        {
            Node.Straight(call);
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException or System.Text.Json.JsonException or InvalidOperationException)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(error.Message);
        }
    }
}
