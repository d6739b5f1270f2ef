using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Kernel;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Pods;

/// <summary>
/// Finds the namespaces of the node and its pods: the descriptor that came with ADD while it runs, afterwards the path, if it
/// still leads to the same namespace. What is opened is closed when the reconciler rests, for an open descriptor would keep a
/// namespace alive that the runtime has deleted.
/// </summary>
public sealed class PodNamespaces(INetworkNamespace node) : INetnsResolver, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Netns, (string Path, NetnsIdentity Identity)> _pods = [];
    private readonly Dictionary<Netns, INetworkNamespace> _passed = [];
    private readonly Dictionary<Netns, INetworkNamespace> _opened = [];

    public IReadOnlyList<Netns> Known
    {
        get
        {
            lock (_lock)
            {
                return [Netns.Node, .. _pods.Keys];
            }
        }
    }

    public static Netns Of(AttachmentId id) => new(id.ToString());

    public static NetnsIdentity IdentityOf(PodAttachment pod) => new(pod.NetnsDevice, pod.NetnsInode);

    public INetworkNamespace? Resolve(Netns netns)
    {
        if (netns.IsNode)
        {
            return node;
        }

        lock (_lock)
        {
            if (_passed.TryGetValue(netns, out var found) || _opened.TryGetValue(netns, out found))
            {
                return found;
            }

            return _pods.TryGetValue(netns, out var pod) && Open(pod.Path, pod.Identity) is { } opened
                ? _opened[netns] = opened
                : null;
        }
    }

    /// <summary>The pod may be named from now on. A passed namespace is ours until <see cref="Settle"/>.</summary>
    public void Add(PodAttachment pod, INetworkNamespace? passed)
    {
        var netns = Of(pod.Id);
        lock (_lock)
        {
            _pods[netns] = (pod.NetnsPath, IdentityOf(pod));
            if (passed is not null)
            {
                _passed[netns] = passed;
            }
        }
    }

    /// <summary>ADD is over: from now on the path counts.</summary>
    public void Settle(AttachmentId id)
    {
        lock (_lock)
        {
            // The reconciler may be at work with it: it goes with the others when that rests.
            if (_passed.Remove(Of(id), out var passed) && !_opened.TryAdd(Of(id), passed))
            {
                passed.Dispose();
            }
        }
    }

    public void Remove(AttachmentId id)
    {
        Settle(id);
        lock (_lock)
        {
            _pods.Remove(Of(id));
        }
    }

    /// <summary>Closes what was opened by path. Only while nobody works with what <see cref="Resolve"/> returned.</summary>
    public void Release()
    {
        lock (_lock)
        {
            foreach (var opened in _opened.Values)
            {
                opened.Dispose();
            }

            _opened.Clear();
        }
    }

    /// <summary>Whether the path still leads to the namespace that was attached.</summary>
    public static bool Exists(PodAttachment pod)
    {
        using var found = Open(pod.NetnsPath, IdentityOf(pod));
        return found is not null;
    }

    public void Dispose()
    {
        Release();
        lock (_lock)
        {
            foreach (var passed in _passed.Values)
            {
                passed.Dispose();
            }

            _passed.Clear();
        }
    }

    /// <returns>Null where the path leads nowhere, or to another namespace.</returns>
    internal static NetworkNamespace? Open(string path, NetnsIdentity identity)
    {
        try
        {
            var found = NetworkNamespace.OpenPath(path);
            if (found.Identity == identity)
            {
                return found;
            }

            found.Dispose();
            return null;
        }
        catch (KernelException)
        {
            // No such file, no namespace, no process of that number any more: all the same to us.
            return null;
        }
    }
}
