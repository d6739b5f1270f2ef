using Fairlead.Lab.Processes;
using Fairlead.System.Tests.Labs;
using Fairlead.System.Tests.Runtimes.Cri;

namespace Fairlead.System.Tests.Runtimes;

/// <summary>Debian's containerd on a node of a lab, spoken to by the CRI as kubelet does, and by <c>ctr</c>.</summary>
internal sealed class Containerd
{
    private const string Socket = "/run/cd/containerd.sock";

    // The CRI plug-in sets score and profile of processes where it may; in a lab nobody may.
    private const string Configuration = $"""
        version = 2
        root = "/var/lib/containerd"
        state = "/run/cd/state"
        [grpc]
          address = "{Socket}"
        [plugins."io.containerd.internal.v1.opt"]
          path = "/run/cd/opt"
        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "{BusyboxImage.Name}"
          disable_cgroup = true
          restrict_oom_score_adj = true
          disable_apparmor = true
          disable_tcp_service = true
          stream_server_address = "127.0.0.1"
          [plugins."io.containerd.grpc.v1.cri".cni]
            bin_dir = "/opt/cni/bin"
            conf_dir = "/etc/cni/net.d"
            max_conf_num = 1
          [plugins."io.containerd.grpc.v1.cri".containerd]
            snapshotter = "overlayfs"
            default_runtime_name = "runc"
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"
              [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                BinaryName = "{Crun.Path}"
        """;

    private readonly CommandLab _lab;

    public Containerd(CommandLab lab, string node)
    {
        (_lab, Node) = (lab, node);
        Crun.Install(lab, node);
        lab.Shell(node, "mkdir -p /run/cd/logs && cat > /run/cd/config.toml", Configuration);
        Start();
        var image = lab.Share("busybox.tar", BusyboxImage.WriteArchive);
        Ctr($"images import --snapshotter overlayfs {image}");
    }

    public string Node { get; }

    /// <summary>A client of its own for each call of this: a connection does not outlive the daemon.</summary>
    public CriClient Connect() => new(_lab.PathOf(Node, Socket));

    public void Start()
    {
        _lab.Shell(Node, "setsid containerd -c /run/cd/config.toml -l info >>/run/cd/log 2>&1 </dev/null & echo $! > /run/cd/pid");
        Clock.Until("containerd answers", () => TryCtr("version").Status == 0);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _lab.Shell(Node, "pid=$(cat /run/cd/pid); kill -9 $pid; while [ -d /proc/$pid ] && ! grep -q ' Z ' /proc/$pid/stat; do sleep 0.1; done");
    }

    public string Ctr(string arguments) => _lab.Shell(Node, $"ctr -a {Socket} -n k8s.io {arguments}");

    public Finished TryCtr(string arguments) => _lab.TryShell(Node, $"ctr -a {Socket} -n k8s.io {arguments}");
}
