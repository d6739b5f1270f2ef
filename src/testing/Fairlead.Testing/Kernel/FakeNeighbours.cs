using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;

namespace Fairlead.Testing.Kernel;

/// <summary>Permanent neighbours; nobody here asks for others.</summary>
internal sealed class FakeNeighbours(FakeNamespace netns)
{
    private readonly List<FakeNeighbour> _neighbours = [];

    public IEnumerable<byte[]> All() => _neighbours.Select(neighbour => neighbour.Describe(FakeNeighbour.Message));

    public int New(FakeRequest request)
    {
        var wish = FakeNeighbour.Read(request, out var errno);
        if (errno != 0)
        {
            return errno;
        }

        if (netns.Links.Find(wish.Link) is null)
        {
            return Errno.ENODEV;
        }

        if (wish.State != FakeNeighbour.Permanent || wish.Address is null || wish.Mac.Length == 0)
        {
            return Errno.EOPNOTSUPP;
        }

        var there = _neighbours.FindIndex(known => known.HasSameKey(wish));
        if (there >= 0 && request.Has(MessageFlags.Exclusive))
        {
            return Errno.EEXIST;
        }

        if (there >= 0)
        {
            _neighbours.RemoveAt(there);
        }

        _neighbours.Add(wish);
        Tell(wish, FakeNeighbour.Message, request.Port);
        return 0;
    }

    public int Delete(FakeRequest request)
    {
        var wish = FakeNeighbour.Read(request, out var errno);
        if (errno != 0)
        {
            return errno;
        }

        if (netns.Links.Find(wish.Link) is null)
        {
            return Errno.ENODEV;
        }

        if (_neighbours.Find(known => known.HasSameKey(wish)) is not { } gone)
        {
            return Errno.ENOENT;
        }

        _neighbours.Remove(gone);
        Tell(gone, FakeNeighbour.GoneMessage, request.Port);
        return 0;
    }

    /// <summary>Permanent ones go too, and it is said.</summary>
    public void LinkDown(int link, bool v6)
    {
        foreach (var neighbour in _neighbours.FindAll(neighbour => neighbour.Link == link && neighbour.Address?.IsV6 == v6))
        {
            _neighbours.Remove(neighbour);
            Tell(neighbour, FakeNeighbour.GoneMessage, 0);
        }
    }

    // RTNLGRP_NEIGH
    private void Tell(FakeNeighbour neighbour, ushort type, uint port) => netns.Notify(3, neighbour.Describe(type), port);
}
