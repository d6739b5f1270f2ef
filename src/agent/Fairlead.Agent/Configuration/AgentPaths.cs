namespace Fairlead.Agent.Configuration;

/// <summary>Where the agent finds and leaves its files. Given on the command line, for they say where the configuration is.</summary>
public sealed record AgentPaths
{
    public string Configuration { get; init; } = "/etc/fairlead/agent.yaml";

    /// <summary>The socket of plug-in and command line; its folder is made 0700.</summary>
    public string Socket { get; init; } = "/run/fairlead/cni.sock";

    /// <summary>How runtimes know of Fairlead: the agent only looks whether it is there, and uninstalling removes it.</summary>
    public string Conflist { get; init; } = "/etc/cni/net.d/10-fairlead.conflist";

    /// <summary>What the conflist leads to.</summary>
    public string Plugin { get; init; } = "/opt/cni/bin/fairlead-cni";

    public string State { get; init; } = "/var/lib/fairlead";

    /// <summary>The node's root folder, below which other programs are told to leave ENIs alone; null where nobody is told.</summary>
    public string? DropIns { get; init; }

    public string Journal => Path.Combine(State, "journal");

    /// <summary>What the cluster said last.</summary>
    public string Cluster => Path.Combine(State, "cluster.json");

    /// <summary>Beside the journal, which it guards: two agents on two sockets would still be two writers.</summary>
    public string Lock => Path.Combine(State, "lock");

    /// <summary>What the plug-in leaves there while the agent is down is taken up when it is back.</summary>
    public string Deletions => Path.Combine(State, "deletions");
}
