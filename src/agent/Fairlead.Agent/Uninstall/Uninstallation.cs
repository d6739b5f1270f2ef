using Fairlead.Agent.Configuration;
using Fairlead.Agent.DropIns;
using Fairlead.Agent.Journal;
using Fairlead.Agent.Log;
using Fairlead.Agent.Pods;
using Fairlead.Agent.Server;
using Fairlead.Datapath;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Uninstall;

/// <summary>
/// Takes Fairlead off a node: runtimes are no longer told of it, what bears our mark goes, and foreign settings get their old
/// values back where they still are as we set them. Programs and <c>agent.yaml</c> stay with whoever brought them.
/// </summary>
public sealed class Uninstallation
{
    private readonly AgentPaths _paths;
    private readonly TimeProvider _clock;
    private readonly NodeLog _log;
    private readonly INetworkNamespace? _node;

    /// <summary>Of the namespace that this process was started in.</summary>
    public Uninstallation(AgentPaths paths, TimeProvider clock, Action<LogLine> write)
        : this(paths, clock, write, null)
    {
    }

    private Uninstallation(AgentPaths paths, TimeProvider clock, Action<LogLine> write, INetworkNamespace? node)
    {
        _paths = paths;
        _clock = clock;
        _log = new NodeLog(clock, write);
        _node = node;
    }

    /// <summary>Of another namespace.</summary>
    public static Uninstallation Of(INetworkNamespace node, AgentPaths paths, TimeProvider clock, Action<LogLine> write) => new(paths, clock, write, node);

    /// <summary>Does all of it, saying what it does.</summary>
    /// <returns>False when something stayed that should have gone; the lines say what, and the next run tries again.</returns>
    /// <exception cref="IOException">An agent runs on the node, pods are attached, or the kernel cannot be read: nothing has been changed.</exception>
    public bool Run()
    {
        try
        {
            using var own = _node is null ? NetworkNamespace.Current() : null;
            return Run(_node ?? own!);
        }
        catch (WorldException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    private bool Run(INetworkNamespace node)
    {
        StateFolders.Make(_paths);
        using var mine = InstanceLock.Take(_paths.Lock);
        using var journal = NodeJournal.Open(_paths.Journal, _clock);
        RefuseWhilePodsAreAttached(node, journal);
        InstalledConflist.Remove(_paths.Conflist, _log);
        var isClean = new KernelSweep(node, _clock, _log).Run(DyingGroup()) & new SettingRestoration(node, journal, _log).Run() & new DropInFiles(_paths.DropIns ?? "/", journal, _log).Remove();
        File.Delete(_paths.Socket);
        if (isClean)
        {
            RemoveState(journal);
        }

        return isClean;
    }

    private void RefuseWhilePodsAreAttached(INetworkNamespace node, NodeJournal journal)
    {
        var evidence = new PodEvidence(node, new SharedEniOptions());
        var attached = Recovery.Attachments(journal, evidence, node, _log);
        if (attached.Count > 0)
        {
            throw new IOException(
                $"{attached.Count} pods are attached on this node: {string.Join(", ", attached.Take(5).Select(PodRegister.Describe))}{(attached.Count > 5 ? ", …" : "")}; " +
                "drain the node first (their connections would end), then uninstall");
        }

        if (evidence.OurLinks() is { Count: > 0 } unknown)
        {
            throw new IOException(
                $"there are links of ours that the journal does not know: {string.Join(", ", unknown.Take(5).Select(link => $"{link.Name} ({link.Alias})"))}; " +
                "start the agent once, it takes away what is half made, then uninstall");
        }
    }

    // By the file as it is now; a broken one says nothing, and then no link waits in another group than the usual one.
    private uint DyingGroup()
    {
        var configuration = new ConfigurationSource(_paths.Configuration, Environment.MachineName);
        configuration.Look();
        return configuration.Options?.Datapath.DyingGroup ?? OurMark.DyingGroup;
    }

    private void RemoveState(NodeJournal journal)
    {
        journal.Dispose();
        File.Delete(_paths.Journal);
        File.Delete(_paths.Cluster);
        Directory.Delete(_paths.Deletions, recursive: true);
        _log.Say("uninstall", $"{_paths.State} is empty but for journals that were set aside");
    }
}
