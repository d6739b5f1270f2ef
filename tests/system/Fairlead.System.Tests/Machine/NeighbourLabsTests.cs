using Fairlead.Lab.Entrance;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Machine;

/// <summary>Two labs at once have the same names and addresses, and nothing to do with each other.</summary>
public sealed class NeighbourLabsTests
{
    [Fact]
    public void They_do_not_hear_of_each_other() =>
        DoNotMeet(Environment.IsPrivilegedProcess ? LabUser.Root : LabUser.WithoutRights, LabUser.WithoutRights);

    [Fact]
    public void A_name_is_given_once()
    {
        var user = Environment.IsPrivilegedProcess ? LabUser.Root : LabUser.WithoutRights;
        using var lab = new CommandLab(user, "twice");
        var since = lab.Running;
        var second = lab.Try("lab", "up");
        Assert.Equal(1, second.Status);
        Assert.Contains($"lab {lab.Name} is up already; end it with: fairlead lab down --name {lab.Name}", second.Errors);
        Assert.Equal(since, lab.Running);
        Assert.Equal(0, lab.Try("lab", "exec", "node-1", "--", "true").Status);
    }

    [Fact]
    public void Of_two_that_are_started_under_one_name_at_once_one_comes_up()
    {
        var user = Environment.IsPrivilegedProcess ? LabUser.Root : LabUser.WithoutRights;
        user.Require();
        var name = $"t-race-{Environment.ProcessId}";
        try
        {
            var done = Enumerable.Range(0, 2).AsParallel().WithDegreeOfParallelism(2).Select(_ => user.Fairlead("lab", "up", "--name", name)).ToList();
            Assert.Single(done, up => up.Status == 0);
            Assert.Contains("is up already", done.Single(up => up.Status != 0).Errors);
        }
        finally
        {
            Assert.Equal(0, user.Fairlead("lab", "down", "--name", name).Status);
        }

        Assert.Null(LabFinder.Find(name));
    }

    private static void DoNotMeet(LabUser first, LabUser second)
    {
        using var one = new CommandLab(first, "one");
        using var other = new CommandLab(second, "other");
        foreach (var lab in new[] { one, other })
        {
            lab.Json("lab", "pod", "run", "pod-a", "--node", "node-1");
            lab.Json("lab", "pod", "run", "pod-c", "--node", "node-2");
        }

        one.AddRoutes();
        Assert.Equal(0, one.Try("lab", "probe", "legacy-1", "pod-a:8080").Status);
        Assert.Equal(3, other.Try("lab", "probe", "legacy-1", "pod-a:8080").Status);
        one.Json("lab", "pod", "delete", "pod-a");
        one.Json("lab", "agent", "kill", "node-2");
        Assert.Equal(0, other.Try("lab", "probe", "node-1", "pod-a:8080").Status);
        Assert.Equal(["pod-a", "pod-c"], other.Json("lab", "pod", "list").AsArray().Select(pod => $"{pod!["name"]}"));
        Assert.All(other.Running.Status().Hosts, host => Assert.NotEqual(Lab.Supervision.AgentState.Stopped, host.Agent));
        Assert.Equal(0, one.Try("lab", "down").Status);
        Assert.Equal(0, other.Try("lab", "probe", "pod-a", "node-1:8080").Status);
    }
}
