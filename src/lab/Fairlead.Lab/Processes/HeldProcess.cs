using System.Diagnostics;

namespace Fairlead.Lab.Processes;

/// <summary>
/// A program started by way of <c>unshare</c> or <c>nsenter</c>, which wait for what they started: killing the one outside kills the one
/// inside, or the other way round.
/// </summary>
internal sealed class HeldProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _outer;

    private HeldProcess(Process outer, int pid)
    {
        _outer = outer;
        Pid = pid;
    }

    /// <summary>The innermost process: the one whose namespaces one enters.</summary>
    public int Pid { get; }

    public bool IsRunning => !_outer.HasExited;

    /// <summary>Starts a script that says <c>ready</c> when its namespaces are made.</summary>
    /// <param name="depth">How many processes stand between the one that is started and the innermost.</param>
    /// <exception cref="LabException">It ended, or was not ready in time; with what it said.</exception>
    public static HeldProcess StartReady(string what, int depth, string program, params IEnumerable<string> arguments)
    {
        var outer = Start(program, arguments, redirected: true);
        var errors = outer.StandardError.ReadToEndAsync();
        var ready = outer.StandardOutput.ReadLineAsync();
        if (!ready.Wait(Patience) || ready.Result != "ready")
        {
            outer.Kill();
            throw new LabException($"{what} did not start: {(errors.Wait(Patience) ? errors.Result.Trim() : "it says nothing")}");
        }

        return new HeldProcess(outer, Innermost(outer.Id, depth));
    }

    /// <summary>Starts a program that runs on by itself, its output going to a file in its own mount namespace.</summary>
    public static HeldProcess StartLogged(int depth, string log, IEnumerable<string> enter, params IEnumerable<string> command)
    {
        string[] all = [.. enter, "sh", "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", log, .. command];
        var outer = Start(all[0], all[1..], redirected: false);
        return new HeldProcess(outer, Innermost(outer.Id, depth));
    }

    /// <summary>Once, also where it has ended already.</summary>
    public void WhenEnded(Action work)
    {
        _outer.Exited += (_, _) => work();
        _outer.EnableRaisingEvents = true;
    }

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public void Kill()
    {
        foreach (var pid in new[] { Pid, _outer.Id })
        {
            try
            {
                using var process = Process.GetProcessById(pid);
                process.Kill();
            }
            catch (ArgumentException)
            {
                // It has gone already.
            }
        }

        _outer.WaitForExit(Patience);
        // A process that was sent SIGKILL holds its locks until it gets to die.
        var since = Stopwatch.GetTimestamp();
        while (ProcessTable.IsRunning(Pid) && Stopwatch.GetElapsedTime(since) < Patience)
        {
            Thread.Sleep(1);
        }
    }

    public void Dispose() => _outer.Dispose();

    private static Process Start(string program, IEnumerable<string> arguments, bool redirected)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = redirected, RedirectStandardOutput = redirected, RedirectStandardError = redirected };
        var process = Process.Start(start)!;
        if (redirected)
        {
            process.StandardInput.Close();
        }

        return process;
    }

    // nsenter and unshare fork before they run what they were asked to: it takes a moment until the child is there.
    private static int Innermost(int pid, int depth)
    {
        var since = Stopwatch.GetTimestamp();
        for (; depth > 0; depth--)
        {
            int? child;
            while ((child = ProcessTable.ChildOf(pid)) is null)
            {
                if (!ProcessTable.Exists(pid) || Stopwatch.GetElapsedTime(since) > Patience)
                {
                    return pid;
                }

                Thread.Sleep(1);
            }

            pid = child.Value;
        }

        return pid;
    }
}
