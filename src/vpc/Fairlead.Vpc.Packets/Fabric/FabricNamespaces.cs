using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Kernel;

namespace Fairlead.Vpc.Packets.Fabric;

/// <summary>
/// The fabric's own namespace and, for the moment of a change, those of hosts. An open descriptor would keep a host's namespace alive
/// after the host, so what was opened is let go with <see cref="Release"/>.
/// </summary>
internal sealed class FabricNamespaces(NetworkNamespace fabric) : INetnsResolver, IDisposable
{
    private readonly Dictionary<string, (string Path, NetnsIdentity Identity)> _hosts = [];
    private readonly Dictionary<string, NetworkNamespace> _open = [];
    private readonly Lock _lock = new();

    public NetworkNamespace Fabric { get; } = fabric;

    public IReadOnlyList<Netns> Known
    {
        get
        {
            lock (_lock)
            {
                return [Netns.Node, .. _hosts.Keys.Select(port => new Netns(port))];
            }
        }
    }

    /// <exception cref="KernelException">The path leads to no network namespace.</exception>
    public void Add(string port, string path)
    {
        var opened = NetworkNamespace.OpenPath(path);
        lock (_lock)
        {
            _hosts[port] = (path, opened.Identity);
            _open[port] = opened;
        }
    }

    public void Remove(string port)
    {
        lock (_lock)
        {
            _hosts.Remove(port);
            if (_open.Remove(port, out var opened))
            {
                opened.Dispose();
            }
        }
    }

    public INetworkNamespace? Resolve(Netns netns)
    {
        if (netns.Attachment is not { } port)
        {
            return Fabric;
        }

        lock (_lock)
        {
            return _open.TryGetValue(port, out var opened) ? opened : Reopen(port);
        }
    }

    public void Release()
    {
        lock (_lock)
        {
            foreach (var opened in _open.Values)
            {
                opened.Dispose();
            }

            _open.Clear();
        }
    }

    public void Dispose()
    {
        Release();
        Fabric.Dispose();
    }

    private NetworkNamespace? Reopen(string port)
    {
        if (!_hosts.TryGetValue(port, out var host))
        {
            return null;
        }

        try
        {
            var opened = NetworkNamespace.OpenPath(host.Path);
            if (opened.Identity == host.Identity)
            {
                return _open[port] = opened;
            }

            // The number of a process that has gone may be another's now.
            opened.Dispose();
            return null;
        }
        catch (KernelException)
        {
            return null;
        }
    }
}
