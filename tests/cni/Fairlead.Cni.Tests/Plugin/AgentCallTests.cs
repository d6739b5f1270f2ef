using System.Text;

namespace Fairlead.Cni.Tests.Plugin;

/// <summary>The plug-in and an agent: what goes over the socket, and what the runtime hears when nothing comes back.</summary>
public sealed class AgentCallTests : IDisposable
{
    private readonly PluginCall _call = new();

    [Fact]
    public async Task The_call_reaches_the_agent_octet_by_octet()
    {
        using var agent = FakeAgent.Answering(_call.Socket, 0, "{}");
        var odd = _call.Configuration.Replace("{", "{ \n\t", StringComparison.Ordinal);
        await _call.RunWith("DEL", odd);
        var expected = $"CDEL\0c1\0\0eth0\0IgnoreUnknown=1;K8S_POD_NAME=p\0/opt/cni/bin\0{odd}";
        Assert.Equal(expected, Encoding.UTF8.GetString(Assert.Single(agent.Calls).Body));
    }

    [Theory]
    [InlineData(0, """{"cniVersion":"1.0.0","ips":[]}""")]
    [InlineData(0, "")]
    [InlineData(1, """{"cniVersion":"1.0.0","code":101,"msg":"taken \u00e4"}""")]
    public async Task What_the_agent_says_is_printed_as_it_is(byte status, string output)
    {
        using var agent = FakeAgent.Answering(_call.Socket, status, output);
        var run = await _call.Run("ADD");
        Assert.Equal((status, output, ""), (run.Status, run.Output, run.Errors));
    }

    [Fact]
    public async Task A_configuration_of_half_a_megabyte_is_carried_whole()
    {
        using var agent = FakeAgent.Answering(_call.Socket, 0, "{}");
        var large = _call.Configuration[..^1] + $",\"args\":\"{new string('x', 500_000)}\"}}";
        Assert.Equal(0, (await _call.RunWith("DEL", large)).Status);
        Assert.EndsWith(large, Encoding.UTF8.GetString(Assert.Single(agent.Calls).Body));
    }

    [Theory]
    [InlineData("ADD", 11)]
    [InlineData("CHECK", 11)]
    [InlineData("GC", 11)]
    [InlineData("STATUS", 50)]
    public async Task Without_an_agent_the_runtime_is_told_to_come_again(string verb, int code)
    {
        var run = await _call.Run(verb);
        Assert.Equal(code, run.Code);
        Assert.Contains(_call.Socket, run.Message);
        Assert.Empty(_call.Deletions());
    }

    [Fact]
    public async Task An_agent_that_comes_late_is_waited_for()
    {
        var running = _call.Run("ADD");
        await Task.Delay(300);
        using var agent = FakeAgent.Answering(_call.Socket, 0, "late");
        var run = await running;
        // On a machine that starts no process within its 1.5 s there is nothing to be said.
        Assert.True(run.Output == "late" || run.Took > TimeSpan.FromSeconds(1.5), run.Output);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(10)]
    public async Task An_agent_that_dies_in_its_answer_is_no_answer(int octets)
    {
        using var agent = FakeAgent.Dying(_call.Socket, octets);
        Assert.Equal(11, (await _call.Run("ADD")).Code);
        Assert.Equal(0, (await _call.Run("DEL")).Status);
        Assert.Single(_call.Deletions());
    }

    [Fact]
    public async Task A_socket_path_that_cannot_be_one_is_an_error_of_the_configuration()
    {
        var run = await _call.RunWith("ADD", _call.Configuration.Replace(_call.Socket, "/" + new string('s', 200), StringComparison.Ordinal));
        Assert.Equal(7, run.Code);
        Assert.Contains("socket", run.Message);
    }

    public void Dispose() => _call.Dispose();
}
