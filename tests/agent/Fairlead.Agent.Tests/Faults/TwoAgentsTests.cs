using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;

namespace Fairlead.Agent.Tests.Faults;

/// <summary>Who may run, and who may call.</summary>
public sealed class TwoAgentsTests : IDisposable
{
    private readonly TestNode _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public void The_second_agent_refuses_to_run_and_says_why()
    {
        _node.Started();
        using var second = new AgentProcess(_node);
        Assert.Equal(1, second.ExitStatus());
        Assert.Contains("another agent is running", second.Log, StringComparison.Ordinal);
        Assert.Contains(_node.Paths.Lock, second.Log, StringComparison.Ordinal);
        _node.AddPod("one", out _);
    }

    [Fact]
    public void A_socket_and_a_lock_left_by_a_killed_one_are_taken_over()
    {
        using (var first = new AgentProcess(_node).Ready())
        {
            _node.AddPod("one", out _);
        }

        Assert.True(File.Exists(_node.Paths.Socket));
        using var second = new AgentProcess(_node).Ready();
        _node.AddPod("two", out _);
        Assert.Equal(["one/eth0", "two/eth0"], _node.Tables.Attachments);
    }

    [Fact]
    public void The_socket_is_for_nobody_but_its_user()
    {
        _node.Started();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_node.Paths.Socket));
        var folder = Path.GetDirectoryName(_node.Paths.Socket)!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));

        // Where somebody opened the way to it, the caller's credentials are looked at.
        const UnixFileMode open = (UnixFileMode)0x1ff;
        File.SetUnixFileMode(_node.Folder, open);
        File.SetUnixFileMode(folder, open);
        File.SetUnixFileMode(_node.Paths.Socket, open);
        var plugin = Path.Combine(_node.Folder, "plugin");
        File.Copy(Checkout.Plugin, plugin);
        var (setpriv, _) = Checkout.Program("setpriv");
        var call = new CniCall("STATUS");
        var result = Run.In(_node.Node, setpriv, ["--reuid=65534", "--clear-groups", plugin], call.Environment(), _node.Input(call));
        Assert.SkipWhen(result.Error.Contains("setresuid", StringComparison.Ordinal) || result.Error.Contains("setgroups", StringComparison.Ordinal), "another user cannot be had here");
        CniAnswer.Read(result.Status, result.Output).Failed(50);
        Assert.Contains("refused a call of user 65534", _node.Log, StringComparison.Ordinal);
    }
}
