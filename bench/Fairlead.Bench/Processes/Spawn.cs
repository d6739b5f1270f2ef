using System.Diagnostics;
using System.Text;

namespace Fairlead.Bench.Processes;

/// <summary>What one process cost, from the system call that starts it to the one that returns its end.</summary>
/// <param name="Cpu">User and system time, of what it waited for too: a plug-in that runs another is charged for both.</param>
public sealed record ProcessRun(int Status, TimeSpan Wall, TimeSpan Cpu, string Output);

/// <summary>Starts programs by posix_spawn, which neither copies this process's memory nor goes through a thread of .NET's.</summary>
public static unsafe class Spawn
{
    private const uint CloseOnExec = 1;
    private const int OutputLimit = 1 << 20;

    /// <summary>Runs a program to its end. Input and output are in memory, so that no pipe has to be served meanwhile.</summary>
    public static ProcessRun Run(string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, ReadOnlySpan<byte> input)
    {
        var standardInput = Memory("in");
        var standardOutput = Memory("out");
        try
        {
            fixed (byte* octets = input)
            {
                _ = Native.pwrite(standardInput, octets, (nuint)input.Length, 0);
            }

            var started = Stopwatch.GetTimestamp();
            var pid = Start(path, arguments, environment, standardInput, standardOutput, null);
            var (status, cpu) = Wait(pid);
            return new ProcessRun(status, Stopwatch.GetElapsedTime(started), cpu, Read(standardOutput));
        }
        finally
        {
            _ = Native.close(standardInput);
            _ = Native.close(standardOutput);
        }
    }

    /// <summary>Starts a program that stays; what it says goes to a file.</summary>
    public static int Start(string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, string log)
    {
        const int writeCreateAppend = 0x1 | 0x40 | 0x400;
        var nothing = Native.open("/dev/null", 0, 0);
        var output = Native.open(log, writeCreateAppend, 0x1a4);
        try
        {
            return Start(path, arguments, environment, nothing, output, output);
        }
        finally
        {
            _ = Native.close(nothing);
            _ = Native.close(output);
        }
    }

    /// <returns>Exit status, or 128 and the signal's number; user and system time.</returns>
    public static (int Status, TimeSpan Cpu) Wait(int pid)
    {
        const int interrupted = 4;
        var usage = stackalloc long[18];
        int status;
        while (Native.wait4(pid, &status, 0, usage) < 0)
        {
            if (System.Runtime.InteropServices.Marshal.GetLastPInvokeError() != interrupted)
            {
                throw new InvalidOperationException($"process {pid} cannot be waited for");
            }
        }

        var signal = status & 0x7f;
        return (signal == 0 ? (status >> 8) & 0xff : 128 + signal, Time(usage[0], usage[1]) + Time(usage[2], usage[3]));
    }

    private static int Start(string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, int input, int output, int? error)
    {
        var actions = stackalloc byte[Native.FileActionsSize];
        var attributes = stackalloc byte[Native.SpawnAttributesSize];
        var signals = stackalloc byte[Native.SignalSetSize];
        _ = Native.posix_spawn_file_actions_init(actions);
        _ = Native.posix_spawn_file_actions_adddup2(actions, input, 0);
        _ = Native.posix_spawn_file_actions_adddup2(actions, output, 1);
        _ = error is { } file ? Native.posix_spawn_file_actions_adddup2(actions, file, 2) : 0;

        // .NET ignores SIGPIPE, and a child would inherit that.
        _ = Native.posix_spawnattr_init(attributes);
        _ = Native.sigemptyset(signals);
        _ = Native.sigaddset(signals, Native.SignalPipe);
        _ = Native.posix_spawnattr_setsigdefault(attributes, signals);
        _ = Native.posix_spawnattr_setflags(attributes, Native.SpawnDefaultSignals);
        try
        {
            using var argumentList = new StringArray([path, .. arguments]);
            using var environmentList = new StringArray(environment);
            int pid;
            var failure = Native.posix_spawn(&pid, path, actions, attributes, argumentList.Start, environmentList.Start);
            return failure == 0 ? pid : throw new InvalidOperationException($"{path} cannot be started: error {failure}");
        }
        finally
        {
            _ = Native.posix_spawn_file_actions_destroy(actions);
            _ = Native.posix_spawnattr_destroy(attributes);
        }
    }

    private static int Memory(string name)
    {
        var file = Native.memfd_create(name, CloseOnExec);
        return file >= 0 ? file : throw new InvalidOperationException("memfd_create failed");
    }

    private static string Read(int file)
    {
        var octets = new byte[OutputLimit / 16];
        fixed (byte* start = octets)
        {
            var length = Native.pread(file, start, (nuint)octets.Length, 0);
            return Encoding.UTF8.GetString(octets, 0, (int)Math.Max(0, length));
        }
    }

    private static TimeSpan Time(long seconds, long microseconds) => TimeSpan.FromSeconds(seconds) + TimeSpan.FromMicroseconds(microseconds);
}
