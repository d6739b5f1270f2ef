using System.Collections.Concurrent;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Agent.Node;

/// <summary>
/// Which pod a notification tells of. The kernel numbers foreign namespaces (nsid), and every host end of ours says in one
/// message both whose it is (its alias) and in which namespace its other end lies.
/// </summary>
internal sealed class NamespaceNumbers
{
    private readonly ConcurrentDictionary<int, (Netns Netns, LinkKey Link)> _pods = new();
    private readonly ConcurrentDictionary<int, string> _names = new();

    public void Learn(ObservedLink link, bool isGone)
    {
        if (isGone)
        {
            _names.TryRemove(link.Index, out _);
            // The number is free for another namespace as soon as this one is gone.
            _pods.TryRemove(link.PeerNamespaceId, out _);
            return;
        }

        _names[link.Index] = link.Name;
        if (link.PeerNamespaceId >= 0 && NodeFactsReader.IsOurs(link))
        {
            _pods[link.PeerNamespaceId] = (new Netns(link.Alias[OurMark.AliasPrefix.Length..]), new LinkKey(Netns.Node, link.Name));
        }
    }

    /// <returns>Null for a namespace that is not known as one of our pods'.</returns>
    public Netns? Find(int number) =>
        number < 0 ? Netns.Node : _pods.TryGetValue(number, out var pod) ? pod.Netns : null;

    /// <summary>Host end of the pod whose namespace it is; null for the node's own and those that are nobody's.</summary>
    public LinkKey? LinkOf(int number) => number >= 0 && _pods.TryGetValue(number, out var pod) ? pod.Link : null;

    /// <summary>Name of a link of the node; null where it has not been heard of.</summary>
    public string? NameOf(int index) => _names.GetValueOrDefault(index);
}
