using System.Diagnostics;

namespace Fairlead.Lab.Processes;

/// <summary>A program of the lab that a person may kill and start again.</summary>
/// <param name="name">What people call it: <c>the cluster's store</c>.</param>
/// <param name="log">Where its output goes.</param>
/// <param name="isReady">Whether it does what it is there for; asked again and again while it starts.</param>
internal sealed class LabProgram(string name, string log, Func<HeldProcess> start, Func<bool> isReady)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private HeldProcess? _process;

    public bool IsRunning
    {
        get
        {
            lock (_lock)
            {
                return _process is { IsRunning: true };
            }
        }
    }

    /// <summary>Whether it was started and has ended, by itself or not.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_lock)
            {
                return _process is { IsRunning: false };
            }
        }
    }

    /// <summary>Starts it and returns when it is ready.</summary>
    /// <exception cref="LabException">It runs already, ended at once, or does not get ready; with the end of its log.</exception>
    public void Start()
    {
        lock (_lock)
        {
            if (_process is { IsRunning: true })
            {
                throw new LabException($"{name} runs already");
            }

            _process?.Dispose();
            _process = start();
            var since = Stopwatch.GetTimestamp();
            while (!isReady())
            {
                if (!_process.IsRunning || Stopwatch.GetElapsedTime(since) > Patience)
                {
                    throw new LabException($"{name} does not come up: {LogTail() ?? "it says nothing"}");
                }

                Thread.Sleep(20);
            }
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
                throw new LabException($"{name} does not run");
            }

            process.Kill();
        }
    }

    private string? LogTail() => File.Exists(log) && File.ReadLines(log).TakeLast(5).ToList() is { Count: > 0 } lines ? string.Join('\n', lines) : null;
}
