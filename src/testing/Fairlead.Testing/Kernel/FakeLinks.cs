using System.Buffers.Binary;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel;

/// <summary>The links of a namespace: how they are found, changed and told of. <see cref="FakeLinkBirth"/> makes them.</summary>
internal sealed class FakeLinks(FakeNamespace netns)
{
    public const int HeaderLength = 16;
    public const uint FlagUp = 0x1;
    private const ushort Message = 16;
    private const ushort GoneMessage = 17;

    // RTNLGRP_LINK
    private const int News = 1;

    private readonly List<FakeLink> _links = [];
    private int _lastIndex = 1;

    public void AddLoopback() => _links.Add(new FakeLink { Netns = netns, Index = 1, Name = "lo", Kind = "", Mtu = 65536 });

    public FakeLink? Find(int index) => _links.Find(link => link.Index == index);

    public FakeLink? Find(string name) => _links.Find(link => link.Name == name);

    /// <summary>The kernel counts on from the last that it chose itself.</summary>
    public int NextIndex()
    {
        while (Find(++_lastIndex) is not null)
        {
        }

        return _lastIndex;
    }

    public bool HasVni(uint vni) => _links.Exists(link => link.Kind == "vxlan" && FakeLinkDetails.Vni(link.Details) == vni);

    public void Add(FakeLink link)
    {
        _links.Add(link);
        netns.Settings.AddLink(link.Name);
    }

    public int New(FakeRequest request)
    {
        var wish = FakeLinkWish.Read(request.Message);
        var there = Find(wish);
        if (there is null)
        {
            return request.Has(MessageFlags.Create) ? FakeLinkBirth.Create(netns, wish) : Errno.ENODEV;
        }

        // Without NLM_F_EXCL a taken index changes the link that has it.
        return request.Has(MessageFlags.Exclusive) ? Errno.EEXIST : Change(there, wish);
    }

    public int Set(FakeRequest request)
    {
        var wish = FakeLinkWish.Read(request.Message);
        return Find(wish) is { } link ? Change(link, wish) : Errno.ENODEV;
    }

    public int Delete(FakeRequest request)
    {
        var wish = FakeLinkWish.Read(request.Message);
        List<FakeLink> doomed = wish is { Index: 0, Name: null, Group: { } group }
            ? _links.FindAll(link => link.Group == group && !link.IsLoopback)
            : Find(wish) is { } one ? [one] : [];
        if (doomed.Count == 0)
        {
            return Errno.ENODEV;
        }

        if (doomed.Exists(link => link.IsLoopback))
        {
            return Errno.EOPNOTSUPP;
        }

        doomed.ForEach(Remove);
        return 0;
    }

    public int Get(FakeRequest request)
    {
        if (request.IsDump)
        {
            return netns.Dump(request, _links.Select(link => Describe(link, Message)));
        }

        if (Find(FakeLinkWish.Read(request.Message)) is not { } found)
        {
            return Errno.ENODEV;
        }

        request.Reply(Describe(found, Message));
        return 0;
    }

    public void DeleteAll()
    {
        foreach (var link in _links.Where(link => !link.IsLoopback).ToList())
        {
            if (link.PermanentMac is not null && netns.Kernel.First != netns)
            {
                FakeLinkMove.GoHome(link);
            }
            else
            {
                Remove(link);
            }
        }
    }

    public IReadOnlyList<FakeLink> All => _links;

    public void Tell(FakeLink link) => netns.Notify(News, Describe(link, Message));

    private FakeLink? Find(FakeLinkWish wish) => wish.Index != 0 ? Find(wish.Index) : wish.Name is { } name ? Find(name) : null;

    internal int Change(FakeLink link, FakeLinkWish wish)
    {
        if (wish.IsUnknown || wish.Details is not null || wish.Peer is not null)
        {
            return Errno.EOPNOTSUPP;
        }

        if (wish.NamespaceDescriptor is not null)
        {
            return FakeLinkMove.Run(link, wish);
        }

        // Before its name is looked at.
        if (wish.Mtu > FakeLinkDetails.LargestMtu(link))
        {
            return Errno.EINVAL;
        }

        if (wish.Name is not null && link.Up)
        {
            // Since 6.2 the kernel takes it; before, not even a name that it has.
            return Errno.EBUSY;
        }

        if (wish.Name is { } name && name != link.Name && Rename(link, name) is not 0 and var errno)
        {
            return errno;
        }

        if (wish.Master is > 0 and { } master && Find(master) is not { Kind: "bridge" })
        {
            return Find(master) is null ? Errno.ENODEV : Errno.EOPNOTSUPP;
        }

        if (wish.Up == true && link.Lower is { Up: false })
        {
            return Errno.ENETDOWN;
        }

        link.Mac = wish.Mac ?? link.Mac;
        link.Mtu = wish.Mtu ?? link.Mtu;
        link.Group = wish.Group ?? link.Group;
        link.Alias = wish.Alias ?? link.Alias;
        link.Master = wish.Master ?? link.Master;
        link.AddressGeneration = wish.AddressGeneration ?? link.AddressGeneration;
        if (wish.Up is { } up && up != link.Up)
        {
            FakeLinkTurn.Run(link, up);
        }

        Tell(link);
        return 0;
    }

    private int Rename(FakeLink link, string name)
    {
        if (Find(name) is not null)
        {
            return Errno.EEXIST;
        }

        netns.Settings.RenameLink(link.Name, name);
        link.Name = name;
        return 0;
    }

    /// <summary>Out of this namespace, with everything that was on it left behind; it is down.</summary>
    internal void TakeOut(FakeLink link)
    {
        FakeLinkTurn.Run(link, false);
        netns.Addresses.LinkGone(link);
        netns.Forwarding.LinkGone(link);
        _links.ForEach(port => port.Master = port.Master == link.Index ? 0 : port.Master);
        _links.Remove(link);
        netns.Settings.RemoveLink(link.Name);
        netns.Notify(News, Describe(link, GoneMessage));
    }

    internal bool Carries(FakeLink link) => netns.Kernel.Links.Any(upper => upper.Lower == link);

    // Both ends of a pair go together, and what stands on the link goes before it.
    private void Remove(FakeLink link)
    {
        if (!_links.Contains(link))
        {
            return;
        }

        foreach (var upper in netns.Kernel.Links.Where(upper => upper.Lower == link).ToList())
        {
            upper.Netns.Links.Remove(upper);
        }

        TakeOut(link);
        if (link.Peer is { } peer)
        {
            link.Peer = null;
            peer.Peer = null;
            peer.Netns.Links.Remove(peer);
        }
    }

    private byte[] Describe(FakeLink link, ushort type) => FakeMessage.Build(type, batch =>
    {
        // IFF_LOOPBACK, IFF_RUNNING, IFF_LOWER_UP; ARPHRD_ETHER and ARPHRD_LOOPBACK.
        var header = batch.Reserve(HeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], (ushort)(link.IsLoopback ? 772 : 1));
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], link.Index);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], (link.Up ? FlagUp : 0) | (link.IsLoopback ? 0x8u : 0) | (link.HasCarrier ? 0x10040u : 0));
        FakeLinkDetails.Write(batch, link);
    });
}
