using Fairlead.Lab.Processes;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Commands;

/// <summary>`lab exec`: a program in a host or pod, as if it were run here.</summary>
public abstract class ExecTests(LabUser user) : IDisposable
{
    private readonly Lazy<CommandLab> _lab = new(() => new CommandLab(user, "exec"));

    private CommandLab Lab => _lab.Value;

    public void Dispose()
    {
        if (_lab.IsValueCreated)
        {
            _lab.Value.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public void It_ends_as_the_program_ends_with_its_input_output_and_errors()
    {
        Lab.Json("lab", "pod", "run", "pod-a", "--node", "node-1");
        foreach (var place in new[] { "node-1", "legacy-1", "internet", "pod-a" })
        {
            var done = user.FairleadWith("to it\n", "lab", "exec", "--name", Lab.Name, place, "--", "sh", "-c", "cat; hostname; echo no >&2; exit 7");
            Assert.Equal((7, $"to it\n{place}\n", "no\n"), (done.Status, done.Output, done.Errors));
        }

        // What looks like an option of ours is the program's; no "--" is needed for one without.
        Assert.Equal("--name x -o json\n", Lab.Try("lab", "exec", "node-1", "--", "echo", "--name", "x", "-o", "json").Output);
        Assert.Equal(0, Lab.Try("lab", "exec", "node-1", "true").Status);
        Assert.Equal(127, Lab.Try("lab", "exec", "node-1", "--", "no-such-program").Status);
        // 128 + SIGTERM, as shells say it.
        Assert.Equal(143, Lab.Try("lab", "exec", "node-1", "--", "sh", "-c", "kill -TERM $$").Status);
        // A shell where nothing is said.
        Assert.Equal("legacy-2\n", user.FairleadWith("hostname\n", "lab", "exec", "--name", Lab.Name, "legacy-2").Output);
        Assert.Equal("1", Lab.Shell("node-1", "test -t 0; echo $?"));

        if (File.Exists("/usr/bin/script"))
        {
            // script(1) gives it a terminal.
            string[] words = [.. user.CommandLine(["lab", "exec", "--name", Lab.Name, "pod-a", "--", "sh", "-c", "test -t 0 && test -t 1 && stty size && echo $((6*7))"])];
            var command = string.Join(' ', words.Select(word => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
            var done = Run.ToEnd(["script", "--quiet", "--return", "--command", $"stty rows 33 cols 77; {command}", "/dev/null"], timeout: TimeSpan.FromMinutes(1));
            Assert.Equal((0, "33 77\r\n42\r\n"), (done.Status, done.Output));
        }
    }

    [Fact]
    public void A_host_is_a_machine_to_whatever_runs_in_it()
    {
        Assert.Equal("1", Lab.Shell("node-1", "cat /proc/1/cmdline | tr '\\0' ' ' | grep -c host.sh"));
        Assert.Equal("0", Lab.Shell("node-1", "id -u"));
        // Its /etc, /run and /var/lib are its own, and nobody else's.
        Lab.Shell("node-1", "for folder in /etc /run /var/lib /opt /dev/shm /etc/cni/net.d; do echo here > $folder/fl-mark; done");
        Assert.Equal("", Lab.TryShell("node-2", "ls /etc/fl-mark /run/fl-mark /var/lib/fl-mark /opt/fl-mark /dev/shm/fl-mark 2>/dev/null").Output);
        Assert.Equal("", Lab.TryShell("legacy-1", "ls /etc/fl-mark /run/fl-mark /var/lib/fl-mark /opt/fl-mark /dev/shm/fl-mark 2>/dev/null").Output);
        Assert.False(File.Exists("/etc/fl-mark") || File.Exists("/run/fl-mark") || File.Exists("/var/lib/fl-mark") || File.Exists("/opt/fl-mark") || File.Exists("/dev/shm/fl-mark"));

        // Whoever kills all that runs in it does not end it.
        Lab.TryShell("node-1", "for pid in /proc/[0-9]*; do pid=${pid#/proc/}; [ $pid = $$ ] || kill -9 $pid 2>/dev/null; done; sleep 0.2");
        Assert.Equal("node-1", Lab.Shell("node-1", "hostname"));
        AssertAgentIsSeenToBeDead();
    }

    private void AssertAgentIsSeenToBeDead() =>
        Clock.Until("the status says that the agent has gone", () => Lab.Try("lab", "status").Output.Contains("stopped", StringComparison.Ordinal));
}

public sealed class ExecAsRoot() : ExecTests(LabUser.Root);

public sealed class ExecWithoutRights() : ExecTests(LabUser.WithoutRights);
