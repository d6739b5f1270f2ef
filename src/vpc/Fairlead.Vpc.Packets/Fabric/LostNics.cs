using Fairlead.Linux;
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
    private readonly INetworkNamespace _fabric;
    private readonly Action _heard;
    private IReadOnlySet<int> _wired = new HashSet<int>();

    /// <param name="heard">Called on a thread of its own for each that is gone.</param>
    /// <exception cref="KernelException">The kernel refused the subscription.</exception>
    public LostNics(INetworkNamespace fabric, Action heard)
    {
        (_fabric, _heard) = (fabric, heard);
        _watcher = KernelWatcher.OfLinks(fabric, Hear);
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
        var gone = news switch
        {
            LinkNews { IsGone: true } link => [link.Link.Index],
            NewsLost => Missing(),
            _ => (IReadOnlyCollection<int>)[],
        };
        var isNew = false;
        lock (_lock)
        {
            foreach (var index in gone.Where(_wired.Contains))
            {
                isNew |= _gone.Add(index);
            }
        }

        if (isNew)
        {
            _heard();
        }
    }

    /// <summary>What should be there and is not: for when the kernel had more to say than could be heard.</summary>
    private List<int> Missing()
    {
        List<int> wired;
        lock (_lock)
        {
            wired = [.. _wired];
        }

        using var reader = KernelReader.Open(_fabric);
        return [.. wired.Except(reader.Links().Select(link => link.Index))];
    }
}
