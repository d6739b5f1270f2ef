using System.Diagnostics;
using System.Text.Json.Nodes;
using Fairlead.AgentApi;
using Fairlead.Lab.Processes;

namespace Fairlead.Lab.Hosts;

/// <summary>The agent of a node, which a person may kill and start again.</summary>
internal sealed class NodeAgentProcess(string node, int hostPid)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly ControlClient _client = new(LabPaths.Of(hostPid, LabPaths.AgentSocket), $"the agent of {node}");
    private HeldProcess? _process;

    public bool IsRunning
    {
        get
        {
            lock (_lock)
            {
                return _process?.IsRunning ?? false;
            }
        }
    }

    /// <summary>Starts it and returns when it answers.</summary>
    /// <exception cref="LabException">It runs already, ended at once, or does not answer; with the end of its log.</exception>
    public void Start()
    {
        lock (_lock)
        {
            if (_process is { IsRunning: true })
            {
                throw new LabException($"the agent of {node} runs already");
            }

            _process?.Dispose();
            _process = HeldProcess.StartLogged(
                depth: 1, LabPaths.AgentLog, Enter.Host(hostPid), Installation.InsideLab.Agent);
            WaitUntilItAnswers(_process);
        }
    }

    /// <summary>SIGKILL: what it was about stays half done.</summary>
    /// <exception cref="LabException">It does not run.</exception>
    public void Kill()
    {
        lock (_lock)
        {
            if (_process is not { IsRunning: true } process)
            {
                throw new LabException($"the agent of {node} does not run");
            }

            process.Kill();
        }
    }

    /// <summary>Passes a question on.</summary>
    /// <exception cref="ControlException">It does not answer, or says no.</exception>
    public JsonNode? Ask(string op, JsonObject arguments) => _client.Call(op, arguments);

    private void WaitUntilItAnswers(HeldProcess process)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                _client.Call("status");
                return;
            }
            catch (ControlException error)
            {
                if (error.InnerException is null)
                {
                    // Whatever it said, it said something.
                    return;
                }

                if (!process.IsRunning || Stopwatch.GetElapsedTime(since) > Patience)
                {
                    throw new LabException($"the agent of {node} does not come up: {LogTail() ?? error.Message}", error);
                }
            }

            Thread.Sleep(20);
        }
    }

    private string? LogTail()
    {
        var log = LabPaths.Of(hostPid, LabPaths.AgentLog);
        return File.Exists(log) && File.ReadLines(log).TakeLast(5).ToList() is { Count: > 0 } lines ? string.Join('\n', lines) : null;
    }
}
