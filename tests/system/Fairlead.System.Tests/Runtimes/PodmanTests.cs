using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Runtimes;

/// <summary>podman starts, restarts and removes containers through the installed plug-in.</summary>
public abstract class PodmanTests(RuntimeLab runtimes) : IDisposable
{
    private CommandLab Lab => runtimes.Lab;

    public void Dispose()
    {
        if (runtimes.HasPodman)
        {
            runtimes.Podman.RemoveAll();
            Assert.Equal(1, Lab.Pods("node-1"));
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_container_is_reached_by_all_with_its_own_address_and_leaves_nothing()
    {
        runtimes.Podman.Start("web");
        var address = runtimes.Podman.Address("web");
        runtimes.AssertReached(address, () => runtimes.Podman.Log("web"));
        Assert.True(Lab.Reaches("legacy-1", runtimes.Podman.Address("web", v6: true), 80) is false, "the VPC has no IPv6 route to pods");
        Assert.True(Lab.Reaches("pod-a", runtimes.Podman.Address("web", v6: true), 80));

        runtimes.Podman.Remove("web");
        Assert.Equal("resting", Lab.StateOf("node-1", address));
        Assert.False(Lab.Reaches("node-1", address, 80));
        Assert.DoesNotContain($"{address}", Lab.Remains("node-1", address));
        // Nobody gets at once what a connection may still be looking for.
        runtimes.Podman.Start("web");
        Assert.NotEqual(address, runtimes.Podman.Address("web"));
    }

    [Fact]
    public void A_restarted_container_has_one_attachment_and_is_reached()
    {
        runtimes.Podman.Start("web");
        var before = runtimes.Podman.Address("web");
        runtimes.Podman.Do("restart -t 0 web");
        var after = runtimes.Podman.Address("web");
        Assert.NotEqual(before, after);
        Assert.Equal(2, Lab.Pods("node-1"));
        Assert.True(Lab.Reaches("legacy-1", after, 80));
        runtimes.Podman.Do("stop -t 0 web");
        Assert.Equal(1, Lab.Pods("node-1"));
        runtimes.Podman.Do("start web");
        Assert.True(Lab.Reaches("legacy-1", runtimes.Podman.Address("web"), 80));
    }

    [Fact]
    public void A_published_port_leads_to_the_container_until_it_goes()
    {
        var node = Lab.Running.Status().FindHost("node-1")!.Addresses[0];
        Assert.False(Lab.Reaches("legacy-1", node, 8088));
        runtimes.Podman.Start("web", "-p 8088:80");
        foreach (var from in new[] { "legacy-1", "node-1", "node-2", "pod-b" })
        {
            Assert.True(Lab.Reaches(from, node, 8088), $"{from} does not reach port 8088 of node-1");
        }

        var taken = runtimes.Podman.Try($"run -d --name second --pull=never --network fairlead -p 8088:80 {BusyboxImage.Name} {Podman.Server}");
        Assert.NotEqual(0, taken.Status);
        Assert.Contains("8088", taken.Errors);
        Assert.Equal(2, Lab.Pods("node-1"));

        runtimes.Podman.Remove("web");
        Assert.False(Lab.Reaches("legacy-1", node, 8088));
    }

    [Fact]
    public void While_the_agent_is_dead_the_error_says_so_and_nothing_is_left()
    {
        runtimes.Podman.Start("web");
        var address = runtimes.Podman.Address("web");
        Lab.Json("lab", "agent", "kill", "node-1");
        try
        {
            Assert.True(Lab.Reaches("legacy-1", address, 80));
            var refused = runtimes.Podman.Try($"run -d --name late --pull=never --network fairlead {BusyboxImage.Name} {Podman.Server}");
            Assert.NotEqual(0, refused.Status);
            Assert.Contains("fairlead-agent", refused.Errors);
            runtimes.Podman.Remove("web");
        }
        finally
        {
            Lab.Json("lab", "agent", "start", "node-1");
        }

        // What was removed meanwhile was left to the agent as a request.
        Clock.Until("the attachment of the removed container goes", () => Lab.Pods("node-1") == 1);
        runtimes.Podman.Try("rm -f -t 0 late");
        runtimes.Podman.Start("next");
        Assert.True(Lab.Reaches("legacy-1", runtimes.Podman.Address("next"), 80));
    }

    [Fact]
    public void After_a_reboot_a_container_starts_with_its_old_id_and_no_DEL_before()
    {
        Lab.Json("lab", "pod", "delete", "pod-a");
        runtimes.Podman.Start("web");
        var (before, id) = (runtimes.Podman.Address("web"), runtimes.Podman.Do("inspect -f '{{.Id}}' web"));
        try
        {
            Reboot.Of(Lab, "node-1");
            runtimes.Podman.Do("start web");
            Assert.Equal(id, runtimes.Podman.Do("inspect -f '{{.Id}}' web"));
            Assert.True(Lab.Reaches("legacy-1", runtimes.Podman.Address("web"), 80), $"{runtimes.Podman.Address("web")} is not reached; it was {before}");
            Assert.Equal(1, Lab.Pods("node-1"));
        }
        finally
        {
            runtimes.Podman.Try("rm -f -a -t 0");
            Lab.Json("lab", "pod", "run", "pod-a", "--node", "node-1");
        }
    }
}

[Collection(RuntimesAsRoot.Name)]
public sealed class PodmanAsRoot(RootRuntimeLab lab) : PodmanTests(lab);

[Collection(RuntimesWithoutRights.Name)]
public sealed class PodmanWithoutRights(RootlessRuntimeLab lab) : PodmanTests(lab);
