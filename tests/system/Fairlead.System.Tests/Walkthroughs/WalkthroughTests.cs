using Fairlead.Lab.Entrance;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Walkthroughs;

/// <summary>`lab run walkthrough`: the README's first command.</summary>
public sealed class WalkthroughTests
{
    private static readonly string[] Steps = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    [Fact]
    public void As_root_every_step_passes_and_says_who_saw_whom()
    {
        var report = WalkthroughRuns.Undisturbed;
        var steps = report["steps"]!.AsArray();
        Assert.Equal(Steps, steps.Select(step => $"{step!["number"]}"));
        Assert.All(steps, step => Assert.True((bool)step!["passed"]!, $"{step}"));
        // Step 3's failure names the missing route, step 4's success names both ends.
        Assert.Contains("lab route add 10.244.1.0/24 node-1", $"{steps[3]}");
        Assert.Contains("connected from 172.16.20.11", $"{steps[4]}");
        Assert.Contains("0/3 nodes are available: 3 Insufficient fairlead.io/eni.", $"{steps[6]}");
        Assert.Contains("210 different ones, 210 of them on 7 ENIs", $"{steps[7]}");
        Assert.DoesNotContain(LabFinder.All(), lab => lab.Name.StartsWith("walkthrough-", StringComparison.Ordinal) && IsOurs(lab));
    }

    [Fact]
    public void Without_rights_and_with_a_DHCP_client_that_grabs_NICs_every_step_passes_and_is_told_as_text()
    {
        LabUser.WithoutRights.Require();
        var done = LabUser.WithoutRights.Fairlead("lab", "run", "walkthrough", "--hostile-dhcp");
        Assert.True(done.Status == 0, done.Output + done.Errors);
        Assert.Empty(done.Errors);
        Assert.DoesNotContain('\e', done.Output);
        Assert.DoesNotContain("NOT ", done.Output);
        Assert.Equal(Steps, done.Output.Split('\n').Where(line => line.Contains("  passed  ")).Select(line => line.Split(' ')[1]));
        Assert.Contains("connected from 172.16.20.11", done.Output);
        Assert.All(done.Output.Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
    }

    [Theory]
    [InlineData("no part 'stor'; did you mean store?", "--kill", "stor")]
    [InlineData("--seed goes with --kill", "--seed", "3")]
    public void What_cannot_be_killed_is_refused_before_a_lab_is_started(string said, params string[] options)
    {
        var done = LabUser.Root.Fairlead(["lab", "run", "walkthrough", .. options]);
        Assert.Equal(2, done.Status);
        Assert.Contains(said, done.Errors);
        Assert.Empty(done.Output);
    }

    // Somebody else on this machine may be walking too: ours was a child of this process.
    private static bool IsOurs(RunningLab lab) => !File.Exists($"/proc/{lab.Name["walkthrough-".Length..]}/stat");
}
