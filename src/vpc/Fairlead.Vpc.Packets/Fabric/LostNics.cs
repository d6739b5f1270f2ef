using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Watching;

namespace Fairlead.Vpc.Packets.Fabric;

/// <summary>
/// Hears which wires of the fabric are gone. A veth dies with either of its ends: when somebody deletes the NIC in the host, or moved it
/// into a namespace that ends. A real NIC would be back in its host.
/// </summary>
internal sealed class LostNics : IDisposable
{
    private readonly KernelWatcher _watcher;
    private readonly Lock _lock = new();
    private readonly HashSet<int> _gone = [];
    private readonly Action _heard;
    private IReadOnlySet<int> _wired = new HashSet<int>();

    /// <param name="heard">Called on a thread of its own for each that is gone.</param>
    /// <exception cref="Linux.KernelException">The kernel refused the subscription.</exception>
    public LostNics(INetworkNamespace fabric, Action heard)
    {
        _heard = heard;
        _watcher = new KernelWatcher(fabric, Hear);
    }

    public void Start() => _watcher.Start();

    /// <summary>Indexes of the wires that should be there.</summary>
    public void Know(IReadOnlySet<int> wired)
    {
        lock (_lock)
        {
            _wired = wired;
            _gone.IntersectWith(wired);
        }
    }

    /// <summary>Indexes of wires that should be there and are gone.</summary>
    public IReadOnlySet<int> Gone()
    {
        lock (_lock)
        {
            return _gone.ToHashSet();
        }
    }

    public void Dispose() => _watcher.Dispose();

    private void Hear(KernelNews news)
    {
        if (news is not LinkNews { IsGone: true, NamespaceId: -1 } link)
        {
            return;
        }

        lock (_lock)
        {
            if (!_wired.Contains(link.Link.Index) || !_gone.Add(link.Link.Index))
            {
                return;
            }
        }

        _heard();
    }
}
