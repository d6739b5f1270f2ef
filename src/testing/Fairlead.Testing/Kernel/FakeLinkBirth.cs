using Fairlead.Linux.Interop;

namespace Fairlead.Testing.Kernel;

/// <summary>How links come into being.</summary>
internal static class FakeLinkBirth
{
    // IFNAMSIZ with its NUL.
    private const int LongestName = 15;
    private const int EBADF = 9;
    private const int EAFNOSUPPORT = 97;

    public static int Create(FakeNamespace netns, FakeLinkWish wish)
    {
        if (wish.IsUnknown || wish.Name is null || wish.NewIndex is not null || wish.Master is not null || wish.Alias is not null || wish.Up == true)
        {
            return Errno.EOPNOTSUPP;
        }

        if (wish.AddressGeneration is not null)
        {
            return EAFNOSUPPORT;
        }

        if ((wish.NamespaceDescriptor is { } descriptor ? netns.Kernel.Find(descriptor) : netns) is not { } home)
        {
            return EBADF;
        }

        if (Refusal(home, wish) is not 0 and var errno)
        {
            return errno;
        }

        return wish.Kind switch
        {
            "veth" when home == netns => Pair(netns, wish),
            "bridge" or "vxlan" when home == netns => Single(netns, netns, wish),
            "macvlan" or "vlan" => Single(netns, home, wish),
            _ => Errno.EOPNOTSUPP,
        };
    }

    private static int Refusal(FakeNamespace netns, FakeLinkWish wish) =>
        wish.Name is null or { Length: 0 or > LongestName } ? Errno.ERANGE
        : netns.Links.Find(wish.Name) is not null || (wish.Index != 0 && netns.Links.Find(wish.Index) is not null) ? Errno.EEXIST
        : 0;

    private static int Pair(FakeNamespace netns, FakeLinkWish wish)
    {
        if (wish.Peer is not { Name: not null, IsUnknown: false } peer || peer.Alias is not null || peer.Master is not null)
        {
            return Errno.EOPNOTSUPP;
        }

        var there = peer.NamespaceDescriptor is { } descriptor ? netns.Kernel.Find(descriptor) : netns;
        if (there is null)
        {
            return EBADF;
        }

        if (Refusal(there, peer) is not 0 and var errno)
        {
            return errno;
        }

        if (peer.Up == true)
        {
            // The kernel opens the peer while it has no other end yet.
            return Errno.ENOTCONN;
        }

        var far = Make(there, peer, "veth", null);
        var near = Make(netns, wish, "veth", null);
        (near.Peer, far.Peer) = (far, near);
        if (there != netns)
        {
            netns.GiveNumber(there);
            there.GiveNumber(netns);
        }

        Born(far);
        Born(near);
        return 0;
    }

    /// <param name="netns">Where what it stands on is.</param>
    /// <param name="home">Where it is born.</param>
    private static int Single(FakeNamespace netns, FakeNamespace home, FakeLinkWish wish)
    {
        var beneath = wish.Kind == "vxlan" ? FakeLinkDetails.VxlanLower(wish.Details ?? []) : wish.Lower;
        var lower = beneath is { } index ? netns.Links.Find(index) : null;
        var errno = (wish.Kind, beneath) switch
        {
            (_, not null) when lower is null => Errno.ENODEV,
            ("macvlan" or "vlan", null) or ("bridge", not null) => Errno.EINVAL,
            ("vxlan", _) when FakeLinkDetails.Vni(wish.Details ?? []) is null => Errno.EINVAL,
            ("vxlan", _) when netns.Links.HasVni(FakeLinkDetails.Vni(wish.Details!)!.Value) => Errno.EEXIST,
            _ => 0,
        };
        if (errno == 0)
        {
            Born(Make(home, wish, wish.Kind, lower));
        }

        return errno;
    }

    private static FakeLink Make(FakeNamespace netns, FakeLinkWish wish, string kind, FakeLink? lower)
    {
        var index = wish.Index != 0 ? wish.Index : netns.Links.NextIndex();
        var link = new FakeLink
        {
            Netns = netns,
            Index = index,
            Name = wish.Name!,
            Kind = kind,
            Mac = wish.Mac ?? [0x0a, 0, 0, 0, (byte)(index >> 8), (byte)index],
            Mtu = wish.Mtu ?? 1500,
            Group = wish.Group ?? 0,
            Details = wish.Details ?? [],
            Lower = lower,
        };
        // Too large a vxlan is made smaller without a word.
        link.Mtu = Math.Min(link.Mtu, FakeLinkDetails.LargestMtu(link));
        netns.Links.Add(link);
        return link;
    }

    private static void Born(FakeLink link) => link.Netns.Links.Tell(link);
}
