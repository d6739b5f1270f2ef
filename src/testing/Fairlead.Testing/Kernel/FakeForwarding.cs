using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel;

/// <summary>FDB entries: remotes of a vxlan (self) and static ones of a bridge's port (master).</summary>
internal sealed class FakeForwarding(FakeNamespace netns)
{
    private readonly List<FakeNeighbour> _entries = [];

    public IEnumerable<byte[]> All() => _entries.Select(entry => entry.Describe(FakeNeighbour.Message));

    public int New(FakeRequest request)
    {
        var wish = FakeNeighbour.Read(request, out var errno);
        errno = errno != 0 ? errno : Refusal(wish);
        if (errno != 0)
        {
            return errno;
        }

        // Only the entry for all other MACs of a vxlan may have several remotes, and only they are appended.
        var same = _entries.FindIndex(known => known.HasSameKey(wish));
        if (same >= 0 && request.Has(MessageFlags.Exclusive))
        {
            return Errno.EEXIST;
        }

        if (request.Has(MessageFlags.Replace))
        {
            _entries.RemoveAll(known => known.Link == wish.Link && known.Mac.AsSpan().SequenceEqual(wish.Mac));
        }

        if (same < 0 || request.Has(MessageFlags.Replace))
        {
            var entry = wish with { Flags = wish.Address is null ? (byte)0 : FakeNeighbour.Self, Master = wish.Address is null ? netns.Links.Find(wish.Link)!.Master : 0 };
            _entries.Add(entry);
            Tell(entry, FakeNeighbour.Message, request.Port);
        }

        return 0;
    }

    public int Delete(FakeRequest request)
    {
        var wish = FakeNeighbour.Read(request, out var errno);
        errno = errno != 0 ? errno : Refusal(wish);
        if (errno != 0)
        {
            return errno;
        }

        if (_entries.Find(known => known.HasSameKey(wish)) is not { } gone)
        {
            return Errno.ENOENT;
        }

        _entries.Remove(gone);
        Tell(gone, FakeNeighbour.GoneMessage, request.Port);
        return 0;
    }

    public void LinkGone(FakeLink link) => _entries.RemoveAll(entry => entry.Link == link.Index);

    private int Refusal(FakeNeighbour wish) => (netns.Links.Find(wish.Link), wish.Flags) switch
    {
        (null, _) => Errno.ENODEV,
        ({ Kind: "vxlan" }, FakeNeighbour.Self) when wish.Address is not null => 0,
        ({ Master: not 0 }, FakeNeighbour.OfMaster) when wish.Address is null => 0,
        _ => Errno.EOPNOTSUPP,
    };

    // RTNLGRP_NEIGH
    private void Tell(FakeNeighbour entry, ushort type, uint port) => netns.Notify(3, entry.Describe(type), port);
}
