using System.Globalization;
using Fairlead.Bench.Plugins;
using Fairlead.Bench.Processes;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Cni.Measures;

/// <summary>Programs started during ADD and DEL, by the plug-in and by the agent, as strace sees them.</summary>
internal static class TraceMeasure
{
    private const int Pods = 5;

    private static readonly string[] Traced = ["-f", "-qq", "-e", "trace=execve,execveat,fork,vfork,clone,clone3", "-e", "signal=none"];

    public static void Run(BenchContext bench)
    {
        if (new[] { $"{bench.Peers}/usr/bin/strace", "/usr/bin/strace" }.FirstOrDefault(File.Exists) is not { } strace)
        {
            bench.Say("programs started: strace is not there, run eng/peers.sh");
            return;
        }

        bench.Say("programs started");
        var ofAgent = $"{bench.Folders.State}/trace-agent";
        var ofPlugin = $"{bench.Folders.State}/trace-plugin";
        var tracer = Spawn.Start(strace, [.. Traced, "-o", ofAgent, "-p", bench.Agent.Program.Pid.ToString(CultureInfo.InvariantCulture)], [], $"{bench.Folders.State}/strace.log");
        // It attaches to one thread after the other.
        Thread.Sleep(500);
        try
        {
            for (var i = 0; i < Pods; i++)
            {
                var id = bench.NextId("trace");
                BenchContext.Check(bench.Fairlead.Through(strace, [.. Traced, "-A", "-o", ofPlugin], "ADD", id, bench.Pool[i].Path), "ADD");
                BenchContext.Check(bench.Fairlead.Through(strace, [.. Traced, "-A", "-o", ofPlugin], "DEL", id, bench.Pool[i].Path), "DEL");
            }
        }
        finally
        {
            new RunningProgram(tracer).Dispose();
        }

        // strace starts the plug-in itself: that one is no child of it.
        var started = Children(ofPlugin) - (2 * Pods) + Children(ofAgent);
        bench.Add(Figure.Plain("programs started by plug-in and agent during ADD and DEL", started, "", Bound.AtMost, 0) with { Note = $"strace, {Pods} of each" });
    }

    /// <summary>Programs begun, and processes made; a thread (CLONE_THREAD) is neither.</summary>
    private static int Children(string trace) => File.ReadLines(trace).Count(line =>
        !line.Contains("resumed>") && (line.Contains("exec") || line.Contains("fork(") || (line.Contains("clone") && !line.Contains("CLONE_THREAD"))));
}
