using System.Collections.Concurrent;
using System.Diagnostics;
using Fairlead.Agent.Tests.Calls;

namespace Fairlead.Agent.Tests.Nodes;

/// <summary>The real program on a test's node, to be killed.</summary>
internal sealed class AgentProcess : IDisposable
{
    private readonly TestNode _node;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();

    /// <param name="within">A command that runs another inside something, as <c>nsenter …</c> does.</param>
    public AgentProcess(TestNode node, params string[] within)
    {
        _node = node;
        string[] command =
        [
            .. within, Checkout.Agent, "run",
            "--config", node.Paths.Configuration, "--socket", node.Paths.Socket, "--state-dir", node.Paths.State,
        ];
        _process = Run.Start(node.Node, command[0], command[1..], [("DOTNET_ROOT", Path.GetDirectoryName(Environment.ProcessPath)!)]);
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
    }

    public string Log => string.Join('\n', _log);

    public int Id => _process.Id;

    public AgentProcess Ready()
    {
        Assert.True(_node.WaitFor(() => _process.HasExited || IsServing()), $"the agent does not get ready:\n{Log}");
        Assert.False(_process.HasExited, Log);
        return this;
    }

    /// <summary>Waits for an end of its own accord.</summary>
    public int ExitStatus()
    {
        Assert.True(_process.WaitForExit(TestNode.Patience), Log);
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private bool IsServing()
    {
        try
        {
            return _node.Straight(new CniCall("STATUS")).Status == 0;
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
