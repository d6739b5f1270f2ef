using System.Collections.Concurrent;
using Fairlead.Agent.Node;
using Fairlead.Linux.Enis;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Agent.Enis;

/// <summary>Which ENIs are in the node's own namespace, as the kernel tells it: nobody asks again and again whether one has come.</summary>
public sealed class EniSight
{
    private readonly ConcurrentDictionary<int, ObservedLink> _links = new();

    /// <summary>Called when a link came or went that may be an ENI. It must not wait.</summary>
    public Action Changed { get; set; } = static () => { };

    /// <summary>All links of the node, read anew: news may have been lost.</summary>
    public void Learn(IReadOnlyList<ObservedLink> links)
    {
        var there = links.Where(MayBe).ToDictionary(link => link.Index);
        foreach (var gone in _links.Keys.Where(index => !there.ContainsKey(index)).ToList())
        {
            _links.TryRemove(gone, out _);
        }

        foreach (var link in there.Values)
        {
            _links[link.Index] = link;
        }

        Changed();
    }

    /// <summary>News of one link of the node.</summary>
    public void Hear(ObservedLink link, bool isGone)
    {
        if (isGone ? _links.TryRemove(link.Index, out _) : MayBe(link) && Put(link))
        {
            Changed();
        }
    }

    public bool IsHome(MacAddress mac) => _links.Values.Any(link => EniMark.Is(link, mac));

    private bool Put(ObservedLink link)
    {
        var isNew = !_links.TryGetValue(link.Index, out var known) || known.Mac != link.Mac;
        _links[link.Index] = link;
        return isNew;
    }

    private static bool MayBe(ObservedLink link) => link is { IsLoopback: false, Kind: "" or "veth" } && !NodeFactsReader.IsOurs(link);
}
