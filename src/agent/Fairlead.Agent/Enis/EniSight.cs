using Fairlead.Agent.Node;
using Fairlead.Linux.Enis;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Agent.Enis;

/// <summary>Which ENIs are in the node's own namespace, as the kernel tells it: nobody asks again and again whether one has come.</summary>
public sealed class EniSight
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, ObservedLink> _links = [];
    private readonly Dictionary<int, long> _heard = [];
    private long _news;

    /// <summary>Called when a link came or went that may be an ENI. It must not wait.</summary>
    public Action Changed { get; set; } = static () => { };

    /// <summary>How much has been heard; taken before the links are read that <see cref="Learn"/> gets.</summary>
    public long News
    {
        get
        {
            lock (_lock)
            {
                return _news;
            }
        }
    }

    /// <summary>All links of the node, read anew, for news may have been lost.</summary>
    /// <param name="since">What was heard later than this is newer than what was read.</param>
    public void Learn(IReadOnlyList<ObservedLink> links, long since)
    {
        lock (_lock)
        {
            var newer = _heard.Where(heard => heard.Value > since).Select(heard => heard.Key).ToHashSet();
            foreach (var old in _links.Keys.Where(index => !newer.Contains(index)).ToList())
            {
                _links.Remove(old);
            }

            foreach (var link in links.Where(link => MayBe(link) && !newer.Contains(link.Index)))
            {
                _links[link.Index] = link;
            }

            foreach (var old in _heard.Keys.Where(index => !newer.Contains(index)).ToList())
            {
                _heard.Remove(old);
            }
        }

        Changed();
    }

    /// <summary>News of one link of the node.</summary>
    public void Hear(ObservedLink link, bool isGone)
    {
        if ((isGone || MayBe(link)) && Put(link, isGone))
        {
            Changed();
        }
    }

    public bool IsHome(MacAddress mac)
    {
        lock (_lock)
        {
            return _links.Values.Any(link => EniMark.Is(link, mac));
        }
    }

    private bool Put(ObservedLink link, bool isGone)
    {
        lock (_lock)
        {
            _heard[link.Index] = ++_news;
            if (isGone)
            {
                return _links.Remove(link.Index);
            }

            var isNew = !_links.TryGetValue(link.Index, out var known) || known.Mac != link.Mac;
            _links[link.Index] = link;
            return isNew;
        }
    }

    private static bool MayBe(ObservedLink link) => link is { IsLoopback: false, Kind: "" or "veth" } && !NodeFactsReader.IsOurs(link);
}
