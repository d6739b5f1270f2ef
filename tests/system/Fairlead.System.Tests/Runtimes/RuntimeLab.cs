using Fairlead.Lab.Entrance;
using Fairlead.Model.Addresses;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Runtimes;

/// <summary>A lab with routes and a pod on each node, in which runtimes that we did not write start containers: podman on node-1, containerd on node-2.</summary>
public abstract class RuntimeLab(LabUser user) : IDisposable
{
    private CommandLab? _lab;
    private Podman? _podman;
    private Containerd? _containerd;

    /// <summary>Up at the first call; ends a test where this user can have none.</summary>
    public CommandLab Lab => _lab ??= Start();

    /// <summary>Ends a test where there is none.</summary>
    internal Podman Podman => _podman ??= new Podman(Need("podman", "crun"), "node-1");

    /// <summary>Ends a test where there is none.</summary>
    internal Containerd Containerd => _containerd ??= new Containerd(Need("containerd", "ctr", "crun"), "node-2");

    public bool HasPodman => _podman is not null;

    public bool HasContainerd => _containerd is not null;

    /// <summary>That everybody who should reach a container does, and is seen with its own address.</summary>
    internal void AssertReached(InetAddress container, Func<string> log)
    {
        foreach (var from in new[] { "legacy-1", "pod-a", "pod-b", "node-1", "node-2" })
        {
            Assert.True(Lab.Reaches(from, container, 80), $"{from} does not reach {container}:80");
        }

        var seen = log();
        foreach (var from in new[] { "legacy-1", "pod-a", "pod-b" })
        {
            var status = Lab.Running.Status();
            var address = (status.FindHost(from)?.Addresses ?? status.FindPod(from)!.Addresses).First(address => !address.IsV6);
            Assert.Contains($"{address}]:", seen);
        }
    }

    public void Dispose()
    {
        _lab?.Dispose();
        GC.SuppressFinalize(this);
    }

    private CommandLab Start()
    {
        var lab = new CommandLab(user, "cri");
        lab.AddRoutes();
        lab.Json("lab", "pod", "run", "pod-a", "--node", "node-1");
        lab.Json("lab", "pod", "run", "pod-b", "--node", "node-2");
        return lab;
    }

    private CommandLab Need(params string[] programs)
    {
        var missing = programs.Where(program => !File.Exists(Path.Combine(LabStarter.Peers, "usr/bin", program)) && !File.Exists($"/usr/bin/{program}")).ToList();
        if (BusyboxImage.Program is null)
        {
            missing.Add("busybox-static");
        }

        if (missing.Count > 0)
        {
            Assert.Skip($"missing: {string.Join(", ", missing)}; run eng/peers.sh");
        }

        return Lab;
    }
}

public sealed class RootRuntimeLab() : RuntimeLab(LabUser.Root);

public sealed class RootlessRuntimeLab() : RuntimeLab(LabUser.WithoutRights);

[CollectionDefinition(Name)]
public sealed class RuntimesAsRoot : ICollectionFixture<RootRuntimeLab>
{
    public const string Name = "runtimes as root";
}

[CollectionDefinition(Name)]
public sealed class RuntimesWithoutRights : ICollectionFixture<RootlessRuntimeLab>
{
    public const string Name = "runtimes without rights";
}
