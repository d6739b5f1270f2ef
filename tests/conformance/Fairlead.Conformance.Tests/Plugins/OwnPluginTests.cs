namespace Fairlead.Conformance.Tests.Plugins;

/// <summary>Fairlead's own plug-in, in a node of a lab: nothing failed.</summary>
public sealed class OwnPluginTests
{
    [Fact]
    public void Nothing_fails_on_Fairlead()
    {
        var name = $"fl-conf-{Environment.ProcessId}";
        var up = CheckRun.Lab("up", "--name", name);
        if (up.Status != 0)
        {
            Assert.SkipWhen(up.Errors.Contains("may not be made", StringComparison.Ordinal) || up.Errors.Contains("plug-in is not built", StringComparison.Ordinal), up.Errors.Trim());
            Assert.Fail(up.Errors);
        }

        try
        {
            var run = CheckRun.Of("/etc/cni/net.d/10-fairlead.conflist", "--name", name, "--node", "node-1");
            Assert.Empty(run.Failed);
            Assert.Equal((0, ""), (run.Status, run.Errors));
            Assert.Contains(run.Of("passed"), one => one["case"]!.ToString() == "GC takes away what is not on the list and has no sandbox");
            Assert.Contains(run.Of("passed"), one => one["case"]!.ToString() == "1.1.0: addresses are those of the kernel");
        }
        finally
        {
            CheckRun.Lab("down", "--name", name);
        }
    }
}
