using Fairlead.Lab.Processes;
using Fairlead.Model.Addresses;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Runtimes;

/// <summary>Debian's podman with its CNI backend on a node of a lab.</summary>
internal sealed class Podman
{
    /// <summary>A server that writes down who connects.</summary>
    public const string Server = "/bin/sh -c 'exec httpd -f -vvv -p 80 2>/tmp/log'";

    private const string Command =
        "CONTAINERS_CONF=/run/podman.conf podman --root /var/lib/containers/storage --runroot /run/podman/root --tmpdir /run/podman/libpod";

    private const string Configuration = $"""
        [engine]
        cgroup_manager="cgroupfs"
        events_logger="file"
        runtime="crun"
        [engine.runtimes]
        crun=["{Crun.Path}"]
        [containers]
        cgroups="disabled"
        [network]
        network_backend="cni"
        default_network="fairlead"
        cni_plugin_dirs=["/opt/cni/bin"]
        network_config_dir="/etc/cni/net.d"
        """;

    private readonly CommandLab _lab;

    public Podman(CommandLab lab, string node)
    {
        (_lab, Node) = (lab, node);
        Crun.Install(lab, node);
        lab.Shell(node, "mkdir -p /run/podman && cat > /run/podman.conf", Configuration);
        var image = lab.Share("rootfs.tar", path => File.WriteAllBytes(path, BusyboxImage.RootFileSystem()));
        Do($"import -q {image} {BusyboxImage.Name}");
    }

    public string Node { get; }

    /// <summary>What it wrote to standard output.</summary>
    public string Do(string arguments) => _lab.Shell(Node, $"{Command} {arguments}");

    public Finished Try(string arguments) => _lab.TryShell(Node, $"{Command} {arguments}");

    /// <summary>Starts a container with <see cref="Server"/>.</summary>
    public void Start(string name, string options = "") => Do($"run -d --name {name} --pull=never --network fairlead {options} {BusyboxImage.Name} {Server}");

    public InetAddress Address(string name, bool v6 = false) =>
        InetAddress.Parse(Do($"inspect -f '{{{{(index .NetworkSettings.Networks \"fairlead\").{(v6 ? "GlobalIPv6Address" : "IPAddress")}}}}}' {name}"));

    public string Log(string name) => Do($"exec {name} /bin/cat /tmp/log");

    public void Remove(string name) => Do($"rm -f -t 0 {name}");

    public void RemoveAll() => Do("rm -f -a -t 0");
}
