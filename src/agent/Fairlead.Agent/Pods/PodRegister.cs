using Fairlead.Agent.Cni;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Pods;

/// <summary>Who is attached, and who holds which port of the node. Also those whose ADD is not over yet.</summary>
public sealed class PodRegister
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AttachmentId, PodAttachment> _pods = [];
    private readonly HashSet<AttachmentId> _incomplete = [];

    /// <summary>Called after a pod came, changed or went. It must not wait.</summary>
    public Action Changed { get; set; } = static () => { };

    public IReadOnlyList<PodAttachment> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _pods.Values];
            }
        }
    }

    /// <summary>Without those whose ADD is under way.</summary>
    public IReadOnlyList<PodAttachment> Complete
    {
        get
        {
            lock (_lock)
            {
                return [.. _pods.Values.Where(pod => !_incomplete.Contains(pod.Id))];
            }
        }
    }

    public PodAttachment? Find(AttachmentId id)
    {
        lock (_lock)
        {
            return _pods.GetValueOrDefault(id);
        }
    }

    /// <summary>Takes the pod and its ports, all or none.</summary>
    /// <exception cref="CniException">Another pod has one of the ports, or the sandbox has an interface of ours; the message names it.</exception>
    public void Begin(PodAttachment pod)
    {
        lock (_lock)
        {
            RefuseSecondInterface(pod);
            foreach (var port in pod.HostPorts)
            {
                if (_pods.Values.FirstOrDefault(other => other.HostPorts.Any(taken => PortMappings.Clash(taken, port))) is { } holder)
                {
                    throw new CniException(
                        CniErrorCode.PortTaken, $"host port {Describe(port)} is taken by {Describe(holder)}");
                }
            }

            _pods.Add(pod.Id, pod);
            _incomplete.Add(pod.Id);
        }
    }

    /// <summary>The same pod with more known of it, or as found in the journal.</summary>
    public void Put(PodAttachment pod)
    {
        lock (_lock)
        {
            _pods[pod.Id] = pod;
        }

        Changed();
    }

    /// <summary>The same life of a pod with something else known of it. One that has gone meanwhile does not come back.</summary>
    /// <param name="note">Called if it has not, before it can go. It must not wait.</param>
    public void Change(PodAttachment pod, Action note)
    {
        lock (_lock)
        {
            if (_pods.GetValueOrDefault(pod.Id)?.HostIndex != pod.HostIndex)
            {
                return;
            }

            _pods[pod.Id] = pod;
            note();
        }

        Changed();
    }

    public void Finish(AttachmentId id)
    {
        lock (_lock)
        {
            _incomplete.Remove(id);
        }
    }

    public void Remove(AttachmentId id)
    {
        lock (_lock)
        {
            _pods.Remove(id);
            _incomplete.Remove(id);
        }

        Changed();
    }

    // Each attachment's rows are read back as all that is ours in its namespace: two in one would take each other's addresses away, and both
    // want the default route. An inode is soon used again, so an entry that nobody deleted counts only while its path leads there.
    private void RefuseSecondInterface(PodAttachment pod)
    {
        if (_pods.Values.FirstOrDefault(other => PodNamespaces.IdentityOf(other) == PodNamespaces.IdentityOf(pod) && PodNamespaces.Exists(other)) is { } there)
        {
            throw new CniException(
                CniErrorCode.AlreadyThere, $"the sandbox at {pod.NetnsPath} already has interface {there.Id.InterfaceName} of {Describe(there)}", "a sandbox gets one interface of Fairlead's; nothing was changed");
        }
    }

    /// <summary><c>namespace/pod</c> where the runtime told, and the sandbox.</summary>
    public static string Describe(PodAttachment pod) =>
        pod.PodName.Length == 0 ? $"container {pod.Id.ContainerId}"
        : pod.PodNamespace.Length == 0 ? $"pod {pod.PodName} (container {pod.Id.ContainerId})"
        : $"pod {pod.PodNamespace}/{pod.PodName} (container {pod.Id.ContainerId})";

    private static string Describe(HostPort port) =>
        $"{port.Port}/{port.Transport.ToString().ToLowerInvariant()}" + (port.HostIp is { } address ? $" of {address}" : "");
}
