namespace Fairlead.Lab.Processes;

/// <summary>Files of a lab, in its own mount namespace: from outside they are below /proc/PID/root.</summary>
public static class LabPaths
{
    public const string Apps = "/run/fairlead-lab/apps";
    public const string Temporary = "/run/fairlead-lab/tmp";
    public const string Control = "/run/fairlead-lab/control.sock";
    public const string Fabric = "/run/fairlead-lab/vpc.sock";
    public const string FabricLog = "/run/fairlead-lab/vpc.log";

    /// <summary>The fabric's network namespace, which outlives its program. The cluster's store and controller run in it too.</summary>
    public const string FabricNetns = "/run/fairlead-lab/fabric.netns";
    public const string CloudState = "/run/fairlead-lab/vpc.db";
    public const string CloudFaults = "/run/fairlead-lab/faults.yaml";
    public const string StoreState = "/run/fairlead-lab/store.db";
    public const string StoreLog = "/run/fairlead-lab/store.log";
    public const string ControllerLog = "/run/fairlead-lab/controller.log";

    /// <summary>Where a Kubernetes API server listens as a rule.</summary>
    public const ushort StorePort = 6443;

    /// <summary>In a node's own mount namespace.</summary>
    public const string AgentLog = "/run/fairlead-lab/agent.log";
    public const string AgentSocket = "/run/fairlead/cni.sock";

    /// <summary>A path of a host's or pod's mount namespace as the lab's processes see it.</summary>
    public static string Of(int pid, string path) => $"/proc/{pid}/root{path}";
}
