using System.Buffers.Binary;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;

namespace Fairlead.Testing.Kernel;

/// <summary>Addresses on links. A second IPv4 address in one prefix would be a secondary one, which the fake has no idea of.</summary>
internal sealed class FakeAddresses(FakeNamespace netns)
{
    private const ushort Message = 20;
    private const ushort GoneMessage = 21;
    private const int HeaderLength = 8;

    // IFA_F_NODAD, IFA_F_TENTATIVE, IFA_F_PERMANENT
    private const uint NoDad = 0x2;
    private const uint Tentative = 0x40;
    private const uint Permanent = 0x80;

    private readonly List<FakeAddress> _addresses = [];

    public IEnumerable<byte[]> All() => _addresses.OrderBy(address => address.Prefix.IsV6).Select(address => Describe(address, Message));

    public bool Has(InetAddress address) => _addresses.Exists(known => known.Prefix.Address == address);

    public int New(FakeRequest request)
    {
        var wish = Read(request, out var errno);
        if (errno != 0)
        {
            return errno;
        }

        if (netns.Links.Find(wish.Link) is not { } link)
        {
            return Errno.ENODEV;
        }

        if (wish.Prefix.IsV6 && netns.Settings.Read($"net/ipv6/conf/{link.Name}/disable_ipv6") == "1")
        {
            return Errno.EACCES;
        }

        var there = _addresses.FindIndex(known => known.Link == wish.Link && known.Prefix == wish.Prefix);
        if (there >= 0 && (request.Has(MessageFlags.Exclusive) || !request.Has(MessageFlags.Replace)))
        {
            return Errno.EEXIST;
        }

        if (there < 0 && !wish.Prefix.IsV6 && !wish.Prefix.IsSingleAddress && _addresses.Exists(known => known.Link == wish.Link && known.Prefix.Network == wish.Prefix.Network))
        {
            return Errno.EOPNOTSUPP;
        }

        Put(there, wish);
        netns.Routes.AddressAdded(link, wish.Prefix);
        Tell(wish, Message, request.Port);
        return 0;
    }

    public int Delete(FakeRequest request)
    {
        var wish = Read(request, out var errno);
        if (errno != 0)
        {
            return errno;
        }

        if (netns.Links.Find(wish.Link) is null)
        {
            return Errno.ENODEV;
        }

        if (_addresses.Find(known => known.Link == wish.Link && known.Prefix == wish.Prefix) is not { } gone)
        {
            return Errno.EADDRNOTAVAIL;
        }

        Remove(gone, request.Port);
        return 0;
    }

    public void LinkUp(FakeLink link)
    {
        foreach (var address in _addresses.Where(address => address.Link == link.Index))
        {
            netns.Routes.AddressAdded(link, address.Prefix);
        }
    }

    /// <summary>IPv4 addresses stay; those of IPv6 go, with a word (keep_addr_on_down is 0).</summary>
    public void LinkDown(FakeLink link)
    {
        foreach (var address in _addresses.FindAll(address => address.Link == link.Index && address.Prefix.IsV6))
        {
            Remove(address, 0);
        }
    }

    public void LinkGone(FakeLink link)
    {
        foreach (var address in _addresses.FindAll(address => address.Link == link.Index))
        {
            Remove(address, 0);
        }
    }

    private static FakeAddress Read(FakeRequest request, out int errno)
    {
        var header = request.Header(HeaderLength);
        InetAddress? local = null;
        var (protocol, flags, unknown) = ((byte)0, (uint)header[2], false);
        foreach (var attribute in request.Message.Attributes(HeaderLength))
        {
            switch (attribute.Type)
            {
                // IFA_ADDRESS is the same as IFA_LOCAL but for a point to point link.
                case 1 or 2:
                    unknown |= local is { } other && other != attribute.Address;
                    local = attribute.Address;
                    break;
                case 8:
                    flags = attribute.U32;
                    break;
                case 11:
                    protocol = attribute.U8;
                    break;
                default:
                    unknown = true;
                    break;
            }
        }

        errno = unknown ? Errno.EOPNOTSUPP : local is not { } own || header[1] > own.BitLength ? Errno.EINVAL : 0;
        return errno != 0
            ? new FakeAddress(0, default, 0, 0, 0)
            : new FakeAddress(
                BinaryPrimitives.ReadInt32LittleEndian(header[4..]), new Cidr(local!.Value, header[1]), header[3], protocol,
                flags | Permanent | (local.Value.IsV6 && (flags & NoDad) == 0 ? Tentative : 0));
    }

    private void Put(int place, FakeAddress address)
    {
        if (place >= 0)
        {
            _addresses[place] = address;
        }
        else
        {
            _addresses.Add(address);
        }
    }

    private void Remove(FakeAddress address, uint port)
    {
        _addresses.Remove(address);
        netns.Routes.AddressGone(address.Link, address.Prefix);
        if (!address.Prefix.IsV6 && !_addresses.Exists(other => other.Link == address.Link && !other.Prefix.IsV6))
        {
            // fib_disable_ip: without an address a link has nothing of IPv4 any more.
            netns.Routes.LinkDown(address.Link, v6: false);
            netns.Neighbours.LinkDown(address.Link, v6: false);
        }

        Tell(address, GoneMessage, port);
    }

    // RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR
    private void Tell(FakeAddress address, ushort type, uint port) => netns.Notify(address.Prefix.IsV6 ? 9 : 5, Describe(address, type), port);

    private static byte[] Describe(FakeAddress address, ushort type) => FakeMessage.Build(type, batch =>
    {
        var header = batch.Reserve(HeaderLength);
        header[0] = FakeFamily.Of(address.Prefix.IsV6);
        header[1] = address.Prefix.Length;
        header[2] = (byte)address.Flags;
        header[3] = address.Scope;
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], address.Link);
        var octets = address.Prefix.Address.ToBytes();
        batch.Attribute(1, octets);
        if (!address.Prefix.IsV6)
        {
            batch.Attribute(2, octets);
        }

        batch.Attribute(8, address.Flags);
        if (address.Protocol != 0)
        {
            batch.Attribute(11, address.Protocol);
        }
    });
}

internal sealed record FakeAddress(int Link, Cidr Prefix, byte Scope, byte Protocol, uint Flags);
