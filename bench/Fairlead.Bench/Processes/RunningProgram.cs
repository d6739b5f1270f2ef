using System.Globalization;

namespace Fairlead.Bench.Processes;

/// <summary>A program that stays while others are measured: an agent, a fabric.</summary>
public sealed unsafe class RunningProgram(int pid) : IDisposable
{
    private bool _ended;

    public int Pid { get; } = pid;

    /// <summary>User and system time of all its threads so far, to the nanosecond.</summary>
    public TimeSpan Cpu
    {
        get
        {
            int clock;
            var time = stackalloc long[2];
            return Native.clock_getcpuclockid(Pid, &clock) == 0 && Native.clock_gettime(clock, time) == 0
                ? TimeSpan.FromSeconds(time[0]) + TimeSpan.FromMicroseconds(time[1] / 1000.0)
                : throw new InvalidOperationException($"process {Pid} has ended");
        }
    }

    /// <summary>Resident memory in KiB: everything, and what no file stands behind.</summary>
    public (long Resident, long Anonymous) Memory
    {
        get
        {
            var lines = File.ReadAllLines($"/proc/{Pid}/status");
            return (Field(lines, "VmRSS:"), Field(lines, "RssAnon:"));
        }
    }

    public void Kill()
    {
        if (!_ended)
        {
            _ended = true;
            _ = Native.kill(Pid, Native.SignalKill);
            Spawn.Wait(Pid);
        }
    }

    public void Dispose()
    {
        if (!_ended)
        {
            _ended = true;
            _ = Native.kill(Pid, Native.SignalTerminate);
            Spawn.Wait(Pid);
        }
    }

    private static long Field(string[] lines, string name) =>
        lines.Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture))
            .FirstOrDefault();
}
