namespace Fairlead.Lab.Processes;

/// <summary>Files of a lab, in its own mount namespace: from outside they are below /proc/PID/root.</summary>
public static class LabPaths
{
    public const string Apps = "/run/fairlead-lab/apps";
    public const string Temporary = "/run/fairlead-lab/tmp";
    public const string Control = "/run/fairlead-lab/control.sock";
    public const string Fabric = "/run/fairlead-lab/vpc.sock";
    public const string FabricLog = "/run/fairlead-lab/vpc.log";

    /// <summary>In a node's own mount namespace.</summary>
    public const string AgentLog = "/run/fairlead-lab/agent.log";
    public const string AgentSocket = "/run/fairlead/cni.sock";

    /// <summary>A path of a host's or pod's mount namespace as the lab's processes see it.</summary>
    public static string Of(int pid, string path) => $"/proc/{pid}/root{path}";
}
