using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Processes;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Machine;

/// <summary>The machine is after a lab what it was before, however the lab ended.</summary>
public abstract class UntouchedMachineTests(LabUser user)
{
    [Fact]
    public void A_lab_that_is_taken_down_or_killed_leaves_nothing()
    {
        user.Require();
        var before = MachineLook.Take();
        LeavesNothing(lab =>
        {
            Assert.Equal([], MachineLook.Take().ChangesSince(before));
            Assert.Equal(0, lab.Try("lab", "down").Status);
        });
        Assert.Equal([], MachineLook.Take().ChangesSince(before));

        // Each time the name is free again. From the inside out: the supervisor, the first process of its namespace, what holds that.
        LeavesNothing(lab => Kill(lab.Running.Pid));
        LeavesNothing(lab => Kill(ParentOf(lab.Running.Pid)));
        LeavesNothing(lab => Kill(ParentOf(ParentOf(lab.Running.Pid))));
        Assert.Equal([], MachineLook.Take().ChangesSince(before));
    }

    private void LeavesNothing(Action<CommandLab> end)
    {
        using var lab = new CommandLab(user, "trace");
        lab.AddRoutes();
        lab.Json("lab", "pod", "run", "pod-a", "--node", "node-1", "--port", "8080:80");
        lab.Json("lab", "pod", "run", "pod-b", "--node", "node-2");
        Assert.Equal(0, lab.Try("lab", "probe", "legacy-1", "pod-a:8080").Status);

        var api = new Uri(lab.Running.Status().Cloud!.Endpoint!);
        Assert.True(api.IsLoopback && Listens(api));
        var processes = new LabProcesses(lab.Running);
        Assert.NotEmpty(processes.Left());
        end(lab);
        Clock.Until($"processes of the lab end: {string.Join('\n', processes.Left())}", () => processes.Left().Count == 0);
        Assert.False(Listens(api));
        Assert.Null(LabFinder.Find(lab.Name));
        Assert.Equal(1, lab.Try("lab", "status").Status);
    }

    private static bool Listens(Uri api)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(api.Host, api.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    // proc(5): "pid (comm) state ppid …"
    private static int ParentOf(int pid) =>
        int.Parse(File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].Split(' ')[1], CultureInfo.InvariantCulture);
}

public sealed class UntouchedByRoot() : UntouchedMachineTests(LabUser.Root);

public sealed class UntouchedByRootless() : UntouchedMachineTests(LabUser.WithoutRights)
{
    [Fact]
    public void A_users_home_stays_empty()
    {
        LabUser.WithoutRights.Require();
        using (var lab = new CommandLab(LabUser.WithoutRights, "home"))
        {
            Assert.Equal(0, lab.Try("lab", "exec", "node-1", "--", "true").Status);
        }

        Assert.Equal("", Run.ToEnd(LabUser.WithoutRights.Command(["sh", "-c", "find \"$HOME\" -mindepth 1"])).Output);
    }
}
