using Fairlead.Model.Addresses;
using Fairlead.System.Tests.Labs;
using Fairlead.System.Tests.Runtimes.Cri;

namespace Fairlead.System.Tests.Runtimes;

/// <summary>containerd runs pods through the installed plug-in, as a kubelet asks it to and as <c>ctr</c> does.</summary>
public abstract class ContainerdTests(RuntimeLab runtimes) : IDisposable
{
    // As kubelet's pods have them: the sandbox's own process does nothing, a container serves.
    private static readonly string[] Server = ["/bin/sh", "-c", "exec httpd -f -vvv -p 80 2>/tmp/log"];

    private CommandLab Lab => runtimes.Lab;

    public void Dispose()
    {
        if (runtimes.HasContainerd)
        {
            using var cri = runtimes.Containerd.Connect();
            cri.Pods().ToList().ForEach(cri.EndPod);
            Assert.Equal(1, Lab.Pods("node-2"));
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_pod_is_reached_by_all_with_its_own_address_and_leaves_nothing()
    {
        using var cri = runtimes.Containerd.Connect();
        Clock.Until($"the runtime finds its network ready: {cri.NetworkObstacle()}", () => cri.NetworkObstacle() is null);
        var pod = new CriPod("web", HostPort: 8090);
        var id = cri.RunPod(pod);
        var container = cri.StartContainer(id, pod, BusyboxImage.Name, Server);
        var address = Assert.Single(cri.Addresses(id), address => !address.IsV6);
        Assert.Single(cri.Addresses(id), address => address.IsV6);
        Assert.Contains($"inet {address}/32", cri.Exec(container, "/bin/ip", "-4", "-o", "addr", "show", "eth0"));
        runtimes.AssertReached(address, () => cri.Exec(container, "/bin/cat", "/tmp/log"));

        var node = Lab.Running.Status().FindHost("node-2")!.Addresses[0];
        foreach (var from in new[] { "legacy-1", "node-2", "pod-a" })
        {
            Assert.True(Lab.Reaches(from, node, 8090), $"{from} does not reach port 8090 of node-2");
        }

        cri.EndPod(id);
        Assert.False(Lab.Reaches("legacy-1", node, 8090));
        AssertGone(address);
    }

    [Fact]
    public void Pods_outlive_a_killed_containerd_and_end_through_the_next()
    {
        string id;
        InetAddress address;
        using (var cri = runtimes.Containerd.Connect())
        {
            var pod = new CriPod("survivor");
            id = cri.RunPod(pod);
            cri.StartContainer(id, pod, BusyboxImage.Name, Server);
            address = cri.Addresses(id)[0];
        }

        runtimes.Containerd.Kill();
        Assert.True(Lab.Reaches("legacy-1", address, 80));
        runtimes.Containerd.Start();
        using var next = runtimes.Containerd.Connect();
        Assert.Equal(address, next.Addresses(id)[0]);
        Assert.True(Lab.Reaches("legacy-1", address, 80));
        next.EndPod(id);
        AssertGone(address);
    }

    [Fact]
    public void Ten_pods_at_once_have_ten_addresses()
    {
        using var cri = runtimes.Containerd.Connect();
        var ids = Enumerable.Range(0, 10).AsParallel().WithDegreeOfParallelism(10).Select(i => cri.RunPod(new CriPod($"many-{i}"))).ToList();
        Assert.Equal(20, ids.SelectMany(cri.Addresses).Distinct().Count());
        ids.AsParallel().WithDegreeOfParallelism(10).ForAll(cri.EndPod);
        Assert.Equal(1, Lab.Pods("node-2"));
    }

    [Fact]
    public void A_pod_whose_agent_is_dead_is_refused_and_one_that_ends_meanwhile_is_forgotten_later()
    {
        using var cri = runtimes.Containerd.Connect();
        var id = cri.RunPod(new CriPod("ends-meanwhile"));
        Lab.Json("lab", "agent", "kill", "node-2");
        try
        {
            Assert.Contains("fairlead-agent", Assert.Throws<GrpcException>(() => cri.RunPod(new CriPod("too-early"))).Message);
            cri.EndPod(id);
        }
        finally
        {
            Lab.Json("lab", "agent", "start", "node-2");
        }

        Clock.Until("the agent takes up the deletion", () => Lab.Pods("node-2") == 1);
    }

    [Fact]
    public void What_ctr_never_deletes_the_agent_collects()
    {
        // ctr knows these folders only: /etc/cni/net.d, /opt/cni/bin. It calls ADD with /proc/PID/ns/net, and with -d no DEL, ever.
        runtimes.Containerd.Ctr($"run -d --cni --snapshotter overlayfs --runc-binary {Crun.Path} {BusyboxImage.Name} by-ctr /bin/httpd -f -p 80");
        Assert.Equal(2, Lab.Pods("node-2"));
        runtimes.Containerd.Ctr("task kill -s 9 by-ctr");
        runtimes.Containerd.TryCtr("task delete by-ctr");
        runtimes.Containerd.TryCtr("container delete by-ctr");
        Clock.Until("the agent finds the namespace gone", () => Lab.Pods("node-2") == 1, TimeSpan.FromSeconds(120));
    }

    private void AssertGone(InetAddress address)
    {
        Assert.Equal("resting", Lab.StateOf("node-2", address));
        Assert.False(Lab.Reaches("node-2", address, 80));
        Assert.DoesNotContain($"{address}", Lab.Remains("node-2", address));
        Assert.Equal(1, Lab.Pods("node-2"));
    }
}

[Collection(RuntimesAsRoot.Name)]
public sealed class ContainerdAsRoot(RootRuntimeLab lab) : ContainerdTests(lab);

[Collection(RuntimesWithoutRights.Name)]
public sealed class ContainerdWithoutRights(RootlessRuntimeLab lab) : ContainerdTests(lab);
