using Fairlead.Linux.Namespaces;

namespace Fairlead.Cni.Tests.Plugin;

/// <summary>What reaches the agent is certainly the pod's namespace: opened, verified and passed as a descriptor.</summary>
public sealed class NamespaceTests : IDisposable
{
    private readonly PluginCall _call = new();
    private readonly FakeAgent _agent;

    public NamespaceTests() => _agent = FakeAgent.Answering(_call.Socket, 0, "{}");

    [Theory]
    [InlineData("ADD")]
    [InlineData("CHECK")]
    [InlineData("DEL")]
    public async Task The_descriptor_is_of_the_namespace_at_the_path(string verb)
    {
        Assert.Equal(0, (await _call.Run(verb, ("CNI_NETNS", _call.PodPath))).Status);
        Assert.Equal(_call.Pod.Identity, Assert.Single(_agent.Calls).Netns);
    }

    [Theory]
    [InlineData("ADD")]
    [InlineData("CHECK")]
    public async Task A_regular_file_is_no_namespace(string verb)
    {
        var file = Path.Combine(_call.Folder, "file");
        File.WriteAllText(file, "");
        AssertRefused(await _call.Run(verb, ("CNI_NETNS", file)), "no network namespace");
    }

    [Fact]
    public async Task A_path_that_is_not_there() =>
        AssertRefused(await _call.Run("ADD", ("CNI_NETNS", _call.Folder + "/none")), "no such file");

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_does_not_hang_it()
    {
        var pipe = _call.Folder + "/pipe";
        await PluginRun.Of(["/usr/bin/mkfifo", pipe], [], []);
        AssertRefused(await _call.Run("ADD", ("CNI_NETNS", pipe)), "no network namespace");
    }

    [Theory]
    [InlineData("/proc/self/ns/net")]
    [InlineData("/proc/thread-self/ns/net")]
    public async Task The_nodes_own_namespace_is_no_pods(string path)
    {
        // The plug-in's own, which is the test's: nothing is done to it, since the agent never hears of it.
        AssertRefused(await _call.Run("ADD", ("CNI_NETNS", path)), "node's own");
    }

    [Theory]
    [InlineData("/proc/self/ns/mnt")]
    [InlineData("/proc/self/ns/uts")]
    public async Task A_namespace_of_another_kind_is_no_network_namespace(string path) =>
        AssertRefused(await _call.Run("ADD", ("CNI_NETNS", path)), "no network namespace");

    [Theory]
    [InlineData("")]
    [InlineData("/nowhere/at/all")]
    [InlineData("/proc/self/ns/net")]
    [InlineData("/proc/self/status")]
    public async Task Del_goes_on_without_a_namespace(string path)
    {
        Assert.Equal(0, (await _call.Run("DEL", ("CNI_NETNS", path))).Status);
        Assert.Null(Assert.Single(_agent.Calls).Netns);
    }

    public void Dispose()
    {
        _agent.Dispose();
        _call.Dispose();
    }

    private void AssertRefused(PluginRun run, string why)
    {
        Assert.Equal(4, run.Code);
        Assert.Contains("CNI_NETNS", run.Message);
        Assert.Contains(why, run.Message);
        Assert.Empty(_agent.Calls);
    }
}
