using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Pods;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Node;

/// <summary>Whether a link that the kernel tells of is one of ours, and as it should be.</summary>
internal sealed class LinkWishes(Table<LinkKey, LinkRow> links)
{
    /// <returns>Null for a link that nobody wishes.</returns>
    public TableRow<LinkKey, LinkRow>? OfName(string name) =>
        links.Find(new LinkKey(Netns.Node, name)) is { Wanted: not null } row ? row : null;

    /// <summary>The pair whose other end is in the pod; the pod's name is its attachment's.</summary>
    public TableRow<LinkKey, LinkRow>? OfPod(Netns pod) => OfAttachment(pod.Attachment ?? "");

    /// <summary>The one that has the link's index, by the alias that it bears under whatever name.</summary>
    public TableRow<LinkKey, LinkRow>? OfIndex(ObservedLink link) =>
        NodeFactsReader.IsOurs(link) && OfAttachment(link.Alias[OurMark.AliasPrefix.Length..]) is { } row && row.Wanted!.Index == link.Index ? row : null;

    private TableRow<LinkKey, LinkRow>? OfAttachment(string attachment)
    {
        var slash = attachment.LastIndexOf('/');
        return slash < 0 ? null : OfName(new AttachmentId(attachment[..slash], attachment[(slash + 1)..]).HostLinkName);
    }

    public static bool IsPeer(LinkRow row, VethPeer peer, ObservedLink link) =>
        link.Kind == "veth" && (link.Peer == row.Index || link.Name == peer.Key.Name);

    public static bool IsAsWished(LinkRow row, ObservedLink link) =>
        link.IsUp == row.Up && link.Master == 0 && link.Index == row.Index && link.Mac == row.Mac && link.Mtu == row.Mtu &&
        link.Group == row.Group && link.Alias == row.Alias;

    public static bool IsAsWished(VethPeer peer, ObservedLink link) =>
        link.IsUp == peer.Up && link.Name == peer.Key.Name && link.Mac == peer.Mac && link.Mtu == peer.Mtu;

    public static bool IsAsWished(EniRow eni, ObservedLink link) =>
        link.IsUp == eni.Up && link.Master == 0 && link.Name == eni.Name && link.Mac == eni.Mac && link.Mtu == eni.Mtu;
}
